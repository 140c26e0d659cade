using BenchmarkDotNet.Running;
using MarginGrains.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(AssessmentBenchmarks).Assembly).Run(args);
