using System.Net.Sockets;
using System.Text;

namespace ClientRegistry.Lookup.Tests;

/// <summary>Speaks HTTP/1.1 to the letter of the test: what no well-behaved client would send.</summary>
internal sealed class RawCaller : IDisposable
{
    private readonly TcpClient _connection;
    private readonly Uri _server;
    private readonly string _key;

    private RawCaller(TcpClient connection, Uri server, string key) => (_connection, _server, _key) = (connection, server, key);

    /// <summary>Connects to a node that listens on a port.</summary>
    /// <param name="host">The node.</param>
    /// <param name="key">The lookup key that is sent.</param>
    public static async Task<RawCaller> ConnectAsync(LookupHost host, string key)
    {
        var server = host.Client.BaseAddress!;
        var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port);
        return new RawCaller(connection, server, key);
    }

    /// <summary>Sends the head of a request, and as much of its body as is given.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path as it goes out.</param>
    /// <param name="header">One more header.</param>
    /// <param name="body">The beginning of the body.</param>
    public async Task SendAsync(string method, string path, string header, string body = "") =>
        await _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: {_server.Authority}\r\nAuthorization: Bearer {_key}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\n{header}\r\n\r\n{body}"));

    /// <summary>What comes until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(_connection.GetStream(), leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Breaks the connection off, as a caller that dies.</summary>
    public void Reset()
    {
        _connection.LingerState = new LingerOption(enable: true, seconds: 0);
        _connection.Close();
    }

    public void Dispose() => _connection.Dispose();
}
