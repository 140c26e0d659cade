global using MarginGrains.Gateway.Tests.Serving;
global using Shouldly;
global using Xunit;
