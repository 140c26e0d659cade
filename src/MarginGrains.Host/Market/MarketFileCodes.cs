namespace MarginGrains.Host.Market;

/// <summary>
/// Why a market file or one of its lines is refused. Scripts rely on these values: they never change.
/// </summary>
internal static class MarketFileCodes
{
    public const string FileNotFound = "file_not_found";

    /// <summary>
    /// Not a .csv or .csv.gz file, no permission, an I/O error, or a gzip stream that is damaged or cut off.
    /// </summary>
    public const string FileUnreadable = "file_unreadable";

    public const string HeaderWrong = "header_wrong";

    /// <summary>Not five columns, an empty line among them.</summary>
    public const string LineMalformed = "line_malformed";

    public const string TimeMalformed = "time_malformed";
    public const string SymbolMalformed = "symbol_malformed";
    public const string PriceMalformed = "price_malformed";
    public const string PriceNotPositive = "price_not_positive";
    public const string PriceMissing = "price_missing";
    public const string BidAboveAsk = "bid_above_ask";
    public const string TimeGoingBack = "time_going_back";
}
