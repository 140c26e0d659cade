using System.Buffers.Binary;
using System.IO.Compression;

namespace MarginGrains.Host.Market;

/// <summary>
/// Decompresses a gzip file and refuses one that is cut off: the framework's stream ends there as if all were well, and
/// half a price would be read as a price. The last four bytes of the file state the length of the text, so a file
/// of several members one after the other is refused too.
/// </summary>
internal sealed class GzipFileStream(FileStream file) : Stream
{
    private const int TrailerLength = 4;

    /// <summary>
    /// Header and trailer; in a shorter file, zeros of the header could pass for the length of an empty text.
    /// </summary>
    private const int SmallestFile = 18;

    private readonly GZipStream _text = new(file, CompressionMode.Decompress);
    private readonly uint _statedLength = StatedLength(file);
    private uint _length;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = _text.Read(buffer);
        // The format states the length modulo 2^32.
        _length = unchecked(_length + (uint)read);
        if (read == 0 && buffer.Length > 0 && _length != _statedLength)
            throw new InvalidDataException("The gzip stream is cut off.");
        return read;
    }

    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _text.Dispose();
        base.Dispose(disposing);
    }

    private static uint StatedLength(FileStream file)
    {
        if (file.Length < SmallestFile)
            return uint.MaxValue;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        file.Seek(-TrailerLength, SeekOrigin.End);
        file.ReadExactly(trailer);
        file.Seek(0, SeekOrigin.Begin);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }
}
