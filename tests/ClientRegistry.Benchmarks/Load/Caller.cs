using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>
/// One caller on one connection that is kept: sends a request, takes the whole answer, sends the next. Speaks as much
/// HTTP/1.1 as both servers need and no more, so that the driver takes little of the processor it shares with them.
/// </summary>
internal sealed class Caller : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LengthName = "\r\nContent-Length: "u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly List<long> _ticks = new(1 << 16);

    /// <summary>How long each answer took, in ticks of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<long> Ticks => _ticks;

    /// <summary>Answers that did not begin as they should.</summary>
    public long Wrong { get; private set; }

    /// <summary>Connects.</summary>
    /// <param name="server">A loopback address.</param>
    /// <param name="ct">Stops it.</param>
    public ValueTask ConnectAsync(IPEndPoint server, CancellationToken ct) => _socket.ConnectAsync(server, ct);

    /// <summary>Asks until the time or the requests are used up.</summary>
    /// <param name="next">The n-th request of this caller.</param>
    /// <param name="good">How a good answer begins.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="until">A time stamp of <see cref="Stopwatch"/>.</param>
    public async Task AskAsync(Func<long, byte[]> next, byte[] good, long most, long until)
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = 0L; n < most && started < until; n++)
        {
            var body = await AskAsync(next(n));
            if (!body.Span.StartsWith(good)) Wrong++;
            var ended = Stopwatch.GetTimestamp();
            _ticks.Add(ended - started);
            started = ended;
        }
    }

    /// <summary>Asks once.</summary>
    /// <param name="request">The octets of the request.</param>
    /// <returns>The body; good until the next question.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        while (true)
        {
            var more = await _socket.ReceiveAsync(_received.AsMemory(length));
            if (more == 0) throw new IOException("The server closed the connection.");
            length += more;
            var head = _received.AsSpan(0, length).IndexOf(HeadEnd);
            if (head < 0) continue;
            var whole = head + HeadEnd.Length + BodyLength(_received.AsSpan(0, head + 2));
            if (length >= whole) return _received.AsMemory(head + HeadEnd.Length, whole - head - HeadEnd.Length);
            if (whole > _received.Length) throw new IOException("The answer is too long.");
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int BodyLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf(LengthName);
        if (at < 0) throw new IOException("An answer without Content-Length: " + Encoding.ASCII.GetString(head));
        var length = 0;
        foreach (var digit in head[(at + LengthName.Length)..])
        {
            if (digit == '\r') break;
            length = (length * 10) + (digit - '0');
        }

        return length;
    }
}
