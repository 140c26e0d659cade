global using MarginGrains.Testing.MarketData;
global using Shouldly;
global using Xunit;
