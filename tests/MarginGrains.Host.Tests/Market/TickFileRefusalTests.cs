using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class TickFileRefusalTests : IDisposable
{
    private const string At = "2014-05-02T12:30:00Z";
    private readonly TickFolder _folder = new();

    [Theory]
    // line                                           code                    the offending value in the reason
    [InlineData("",                                   "line_malformed",     "found 1")]
    [InlineData(At + ",EURUSD,1.1,1.2",               "line_malformed",     "found 4 in \"" + At + ",EURUSD,1.1,1.2\"")]
    [InlineData(At + ",EURUSD,1.1,1.2,,",             "line_malformed",     "found 6")]
    [InlineData("2014-05-02 12:30:00Z,EURUSD,1,2,",   "time_malformed",     "\"2014-05-02 12:30:00Z\"")]
    [InlineData("2014-05-02T12:30:00,EURUSD,1,2,",    "time_malformed",     "\"2014-05-02T12:30:00\"")]
    [InlineData("2014-05-02T12:30:00+00:00,E,1,2,",   "time_malformed",     "+00:00")]
    [InlineData("2014-02-29T12:30:00Z,EURUSD,1,2,",   "time_malformed",     "2014-02-29")]
    [InlineData("2014-05-02T24:00:00Z,EURUSD,1,2,",   "time_malformed",     "24:00:00")]
    [InlineData("2014-05-02T12:30:60Z,EURUSD,1,2,",   "time_malformed",     "12:30:60")]
    [InlineData("2014-05-02T12:30:00.Z,EURUSD,1,2,",  "time_malformed",     "00.Z")]
    [InlineData("2014-05-02T12:30:00.12345678Z,E,1,,","time_malformed",     "12345678")]
    [InlineData(",EURUSD,1,2,",                       "time_malformed",     "\"\"")]
    [InlineData(At + ",,1,2,",                        "symbol_malformed",   "\"\"")]
    [InlineData(At + ",EUR/USD,1,2,",                 "symbol_malformed",   "EUR/USD")]
    [InlineData(At + ",\"EURUSD\",1,2,",              "symbol_malformed",   "EURUSD")]
    [InlineData(At + ",EURÜSD,1,2,",                  "symbol_malformed",   "EURÜSD")]
    [InlineData(At + ",E\u001b[31mUR,1,2,",           "symbol_malformed",   "\"E?[31mUR\"")]
    [InlineData(At + ",EURUSD,1e5,2,",                "price_malformed",    "bid \"1e5\"")]
    [InlineData(At + ",EURUSD,+1,2,",                 "price_malformed",    "bid \"+1\"")]
    [InlineData(At + ",EURUSD,1,1'000,",              "price_malformed",    "ask \"1'000\"")]
    [InlineData(At + ",EURUSD,1,2, 1",                "price_malformed",    "last \" 1\"")]
    [InlineData(At + ",EURUSD,.5,2,",                 "price_malformed",    "bid \".5\"")]
    [InlineData(At + ",EURUSD,5.,2,",                 "price_malformed",    "bid \"5.\"")]
    [InlineData(At + ",EURUSD,1.2.3,2,",              "price_malformed",    "bid \"1.2.3\"")]
    [InlineData(At + ",EURUSD,NaN,2,",                "price_malformed",    "bid \"NaN\"")]
    [InlineData(At + ",EURUSD,12345678901234567890123456789,,", "price_malformed", "123456789012345")]
    [InlineData(At + ",EURUSD,1,2,0.00",              "price_not_positive", "last \"0.00\"")]
    [InlineData(At + ",CL,,,-37.63",                  "price_not_positive", "last \"-37.63\"")]
    [InlineData(At + ",EURUSD,,,",                    "price_missing",      "EURUSD")]
    [InlineData(At + ",EURUSD,1.3,1.25,",             "bid_above_ask",      "bid 1.3 is above the ask 1.25")]
    [InlineData("2014-05-02T12:29:59.999Z,E,1,2,",    "time_going_back",    "12:29:59.9990000")]
    public void BrokenLine_IsRefusedWithItsNumberAndReason(string line, string code, string value)
    {
        var refusal = _folder.RefusalOf(line);

        refusal.Code.ShouldBe(code);
        refusal.File.ShouldBe("ticks.csv");
        refusal.Line.ShouldBe(3);
        refusal.Reason.ShouldContain(value);
        refusal.Reason.ShouldEndWith(".");
        refusal.Message.ShouldBe($"ticks.csv, line 3: {refusal.Reason}");
    }

    [Theory]
    [InlineData("A", 1)]
    [InlineData("A.b_c-9", 1)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", 1)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", 0)]
    public void Symbol_HasUpTo64Characters(string symbol, int ticks)
    {
        var file = new TickFile(
            _folder.Write("ticks.csv", TickFolder.Header, $"{At},{symbol},1,2,"), skipBadLines: true);

        file.Play().Count().ShouldBe(ticks);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0.06")]
    [InlineData("1.50")]
    [InlineData("007.5")]
    [InlineData("9999999999999999999")]
    [InlineData("12345678901234567.8")]
    [InlineData("123456789012345678.9")]
    [InlineData("1234567890123456789.123456789")]
    [InlineData("0.000000000000000000000000001")]
    public void Price_IsReadDigitForDigit(string text) =>
        new TickFile(_folder.Write("ticks.csv", TickFolder.Header, $"{At},A,,,{text}")).Play().Single().Last
            .ShouldBe(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("time,symbol,bid,ask,last",     "\"time,symbol,bid,ask,last\"")]
    [InlineData("time_utc;symbol;bid;ask;last", "time_utc;symbol")]
    [InlineData(" time_utc,symbol,bid,ask,last", "\" time_utc")]
    public void WrongHeader_IsRefused(string header, string value)
    {
        var refusal = Refusal(_folder.Write("ticks.csv", header));

        (refusal.Code, refusal.Line).ShouldBe(("header_wrong", 1));
        refusal.Reason.ShouldContain(value);
    }

    [Fact]
    public void EmptyFile_HasNoHeader() => Refusal(_folder.WriteText("ticks.csv", "")).Code.ShouldBe("header_wrong");

    [Theory]
    [InlineData("missing.csv")]
    [InlineData("missing/missing.csv.gz")]
    public void MissingFile_IsNotFound(string name)
    {
        var refusal = Refusal(_folder.PathOf(name));

        (refusal.Code, refusal.Line).ShouldBe(("file_not_found", null));
        refusal.Reason.ShouldContain(name);
    }

    [Fact]
    public void OtherFormats_AreUnreadable()
    {
        Directory.CreateDirectory(_folder.PathOf("folder.csv"));
        var text = TickFolder.Header + "\n";
        string[] paths =
        [
            _folder.WriteText("ticks.parquet", text),
            _folder.PathOf("folder.csv"),
            _folder.WriteBytes("compressed.csv", TickFolder.Gzip(text)),
            _folder.WriteBytes("plain.csv.gz", System.Text.Encoding.UTF8.GetBytes(text)),
            _folder.WriteBytes("empty.csv.gz", []),
            _folder.WriteText("oneline.csv", text + new string('x', 1_000_000)),
        ];

        foreach (var path in paths)
        {
            var refusal = Refusal(path);
            refusal.Code.ShouldBe("file_unreadable", path);
            refusal.Line.ShouldBeNull();
            refusal.Reason.ShouldContain(Path.GetFileName(path));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static MarketFileException Refusal(string path) =>
        Should.Throw<MarketFileException>(() => new TickFile(path).Play().Count());
}
