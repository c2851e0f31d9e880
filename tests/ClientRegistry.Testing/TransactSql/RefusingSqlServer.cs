using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClientRegistry.Testing.TransactSql;

/// <summary>
/// A SQL Server that refuses every sign-in, as one does that was given a wrong password. It speaks as much of the Tabular Data
/// Stream protocol ([MS-TDS]) as that takes, without TLS.
/// </summary>
public sealed class RefusingSqlServer : IAsyncDisposable
{
    private const byte TabularResult = 4;
    private const byte EndOfMessage = 1;
    private const int HeaderLength = 8;
    private const int LoginFailed = 18456;

    /// <summary>PRELOGIN, section 2.2.6.5: where version and encryption stand; version 16; encryption is not supported.</summary>
    private static readonly byte[] Prelogin = [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 16, 0, 0, 0, 0, 0, 2];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private int _refused;

    /// <summary>Begins to listen.</summary>
    public RefusingSqlServer()
    {
        _listener.Start();
        _work = ListenAsync();
    }

    /// <summary>Leads there.</summary>
    public string ConnectionString =>
        $"Server=127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};Database=ClientRegistry;User ID=registry;Password=wrong;"
        + "Encrypt=Optional";

    /// <summary>How many sign-ins it refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _work;
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await RefuseAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody is refused any more.
        }
    }

    private async Task RefuseAsync(NetworkStream stream)
    {
        try
        {
            await ReadAsync(stream);
            await WriteAsync(stream, Prelogin);
            await ReadAsync(stream);
            await WriteAsync(stream, [.. Error("Login failed for user 'registry'."), .. Done()]);
            Interlocked.Increment(ref _refused);
        }
        catch (Exception e) when (e is IOException)
        {
            // Whoever it was is gone.
        }
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var header = new byte[HeaderLength];
        do
        {
            await stream.ReadExactlyAsync(header, _end.Token);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderLength], _end.Token);
        }
        while (header[1] != EndOfMessage);
    }

    private Task WriteAsync(NetworkStream stream, byte[] payload)
    {
        var length = HeaderLength + payload.Length;
        byte[] packet = [TabularResult, EndOfMessage, (byte)(length >> 8), (byte)length, 0, 0, 1, 0, .. payload];
        return stream.WriteAsync(packet, _end.Token).AsTask();
    }

    /// <summary>ERROR, section 2.2.7.10.</summary>
    private static byte[] Error(string text)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(LoginFailed);
        writer.Write([1, 14]);
        writer.Write((ushort)text.Length);
        writer.Write(Encoding.Unicode.GetBytes(text));
        writer.Write([0, 0]);
        writer.Write(1);
        var content = buffer.ToArray();
        return [0xAA, (byte)content.Length, (byte)(content.Length >> 8), .. content];
    }

    /// <summary>DONE, section 2.2.7.6, of a failure.</summary>
    private static byte[] Done() => [0xFD, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
}
