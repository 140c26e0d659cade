using CsvHelper;

namespace MarginGrains.Host.Market;

/// <summary>
/// A .csv or .csv.gz file of ticks, read as a stream. A broken line ends the playing with a
/// <see cref="MarketFileException"/>, or is counted and passed over when bad lines are to be skipped.
/// </summary>
internal sealed class TickFile(string path, bool skipBadLines = false) : IPlayableMarket
{
    /// <summary>How many skipped lines are remembered with their reasons; the rest is only counted.</summary>
    public const int RememberedBadLines = 10;

    private const int LinesPerProgress = 1024;

    // Without quoting, a stray quotation mark breaks its own line instead of swallowing the rest of the file, and the
    // number of a record is the number of its line.
    private static readonly CsvReaderOptions Format = new()
    {
        Separator = ',',
        HasHeader = false,
        Mode = CsvMode.NoEscape,
        SkipEmptyLines = false,
        PoolStrings = true,
        MaxRecordSize = 64 * 1024,
    };

    private readonly List<MarketFileException> _firstBadLines = [];
    private double _fraction;
    private long _weight;
    private long _badLines;

    public string Name { get; } = Path.GetFileName(path);

    public long? Total => null;

    public double Fraction => Volatile.Read(ref _fraction);

    public long Weight => Volatile.Read(ref _weight);

    /// <summary>The number of lines skipped in the current playing.</summary>
    public long BadLines => Volatile.Read(ref _badLines);

    /// <summary>The first of the skipped lines; to be read when the playing has ended.</summary>
    public IReadOnlyList<MarketFileException> FirstBadLines => _firstBadLines;

    public IEnumerable<PriceTick> Play()
    {
        Reset();
        using var file = Open();
        using var text = IsGzip(file) ? new GzipFileStream(file) : (Stream)file;
        using var lines = CsvReader.Create(text, Format);
        ReadHeader(lines);
        var previous = DateTimeOffset.MinValue;
        long number = 1;
        while (Next(lines))
        {
            number++;
            if (number % LinesPerProgress == 0)
                Volatile.Write(ref _fraction, (double)file.Position / file.Length);
            var problem = TickLine.Read(lines, out var tick);
            if (problem is null && tick.Time < previous)
                problem = new(MarketFileCodes.TimeGoingBack,
                    $"The time {tick.Time:O} is before {previous:O}, the time of the line before.");
            if (problem is not null)
            {
                Refuse(new MarketFileException(problem, Name, number));
                continue;
            }
            previous = tick.Time;
            yield return tick;
        }
        Volatile.Write(ref _fraction, 1);
    }

    private void Reset()
    {
        Volatile.Write(ref _fraction, 0);
        Volatile.Write(ref _badLines, 0);
        _firstBadLines.Clear();
    }

    private void Refuse(MarketFileException line)
    {
        if (!skipBadLines)
            throw line;
        Volatile.Write(ref _badLines, _badLines + 1);
        if (_firstBadLines.Count < RememberedBadLines)
            _firstBadLines.Add(line);
    }

    private void ReadHeader(CsvReader lines)
    {
        if (!Next(lines))
            throw Problem(MarketFileCodes.HeaderWrong,
                $"The file is empty; its first line must be {TickLine.Header}.", 1);
        if (!lines.RawRecord.SequenceEqual("time_utc,symbol,bid,ask,last"u8))
            throw Problem(MarketFileCodes.HeaderWrong,
                $"The first line is {TickLine.Quote(lines.RawRecord)} instead of {TickLine.Header}.", 1);
    }

    private bool Next(CsvReader lines)
    {
        try
        {
            return lines.Read();
        }
        catch (InvalidDataException damaged)
        {
            throw Problem(MarketFileCodes.FileUnreadable,
                $"The gzip stream of {Name} is damaged, cut off or not a single member.", cause: damaged);
        }
        catch (CsvFormatException tooLong)
        {
            throw Problem(MarketFileCodes.FileUnreadable,
                $"{Name} has a line of more than {Format.MaxRecordSize} bytes; it is not a file of ticks.",
                cause: tooLong);
        }
        catch (IOException failed)
        {
            throw Problem(MarketFileCodes.FileUnreadable, $"{Name} cannot be read: {failed.Message}", cause: failed);
        }
    }

    private FileStream Open()
    {
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !IsNamedGzip)
            throw Problem(MarketFileCodes.FileUnreadable, $"{Name} is neither a .csv nor a .csv.gz file.");
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Volatile.Write(ref _weight, file.Length);
            return file;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problem(MarketFileCodes.FileNotFound, $"There is no file {path}.", cause: missing);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Problem(MarketFileCodes.FileUnreadable,
                $"{Name} cannot be opened: {refused.Message}", cause: refused);
        }
    }

    private bool IsNamedGzip => path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name decides; a content that contradicts it is refused rather than guessed at.</summary>
    private bool IsGzip(FileStream file)
    {
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Seek(0, SeekOrigin.Begin);
        if (isGzip != IsNamedGzip)
            throw Problem(MarketFileCodes.FileUnreadable, isGzip
                ? $"{Name} is compressed, but its name does not end in .gz."
                : $"{Name} is not a gzip file, as its name says.");
        return isGzip;
    }

    private MarketFileException Problem(string code, string reason, long? line = null, Exception? cause = null) =>
        new(new MarketFileProblem(code, reason), Name, line, cause);
}
