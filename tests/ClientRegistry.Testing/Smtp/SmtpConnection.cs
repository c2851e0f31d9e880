using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ClientRegistry.Testing.Smtp;

/// <summary>The bytes of one connection: lines in, answers out, and the change to TLS in between.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int LongestLine = 1024 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Stream _stream;
    private int _start;
    private int _end;

    internal SmtpConnection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    internal bool Encrypted => _stream is SslStream;

    /// <summary>True when the client has sent more than what was read so far.</summary>
    internal bool HasUnread => _start < _end;

    /// <summary>The next line without its CRLF; null when the client left. A lone LF or CR is part of the line.</summary>
    internal async Task<byte[]?> ReadLineAsync(CancellationToken cancellationToken)
    {
        using MemoryStream line = new();
        while (true)
        {
            if (!HasUnread && !await FillAsync(cancellationToken))
                return null;
            var unread = _buffer.AsMemory(_start, _end - _start);
            var feed = unread.Span.IndexOf((byte)'\n');
            var taken = feed < 0 ? unread.Length : feed + 1;
            line.Write(unread.Span[..taken]);
            _start += taken;
            if (line.Length > LongestLine)
                throw new InvalidDataException("The client sent a line without end.");
            if (feed >= 0 && line.Length >= 2 && line.GetBuffer()[line.Length - 2] == '\r')
                return line.GetBuffer()[..(int)(line.Length - 2)];
        }
    }

    internal async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    internal Task SendLineAsync(string line, CancellationToken cancellationToken) =>
        SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);

    internal async Task EncryptAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        // RFC 3207 section 4.2: what the client said in clear is forgotten.
        _start = _end = 0;
        SslStream encrypted = new(_stream, leaveInnerStreamOpen: false);
        _stream = encrypted;
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        };
        await encrypted.AuthenticateAsServerAsync(options, cancellationToken);
    }

    /// <summary>Closes the connection as a killed server does: without a word, in SMTP or TLS.</summary>
    internal void Cut() => _socket.Close();

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await _stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
