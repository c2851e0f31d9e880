using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ClientRegistry.Testing.Smtp;

/// <summary>
/// A mail server on a real socket of the loopback address. It behaves as a good one does until its script says
/// otherwise, keeps every message it accepted, and can go away and come back on the same port.
/// </summary>
public sealed class SmtpTestServer : IAsyncDisposable
{
    /// <summary>The name clients connect to; the trusted certificate is for it and for 127.0.0.1.</summary>
    public const string Host = "localhost";

    private const int Backlog = 512;

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<int, Task> _sessions = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Socket _socket;
    private CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;
    private int _connections;

    private SmtpTestServer(SmtpTestServerOptions options)
    {
        Options = options;
        Mails = new ReceivedMails(Transcript.ToString);
        _socket = Bind(0);
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    /// <summary>Usual behaviour.</summary>
    public SmtpTestServerOptions Options { get; }

    /// <summary>The port; stays the same when the server stops and starts again.</summary>
    public int Port { get; }

    /// <summary>True while the server takes connections.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The certificate shown from the next handshake on.</summary>
    public SmtpServerCertificate Certificate { get; set; } = SmtpServerCertificate.Trusted;

    /// <summary>Where the server departs from good behaviour.</summary>
    public SmtpScript Script { get; } = new();

    /// <summary>What the server accepted.</summary>
    public ReceivedMails Mails { get; }

    /// <summary>What was said, for reading when a test fails.</summary>
    public SmtpTranscript Transcript { get; } = new();

    /// <summary>Connections taken since the server was created.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Where clients broke the protocol or spoke in clear, and the server's own faults. Should be empty.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>Creates a server that is already listening.</summary>
    /// <param name="options">Usual behaviour; null: STARTTLS and sign-in demanded, all extensions offered.</param>
    public static SmtpTestServer Start(SmtpTestServerOptions? options = null)
    {
        SmtpTestServer server = new(options ?? new SmtpTestServerOptions());
        server.Listen();
        return server;
    }

    /// <summary>Short for <c>Script.When(step)</c>.</summary>
    public SmtpRuleBuilder When(SmtpStep step) => Script.When(step);

    /// <summary>The server goes away: connections are cut, new ones refused. Mails and script are kept.</summary>
    public async Task StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (!IsRunning)
                return;
            await EndAsync();
            // A bound socket that does not listen refuses connections and keeps the port from everybody else.
            _socket = Bind(Port);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The server comes back on the same port.</summary>
    public async Task RestartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (!IsRunning)
                Listen();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops for good.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await EndAsync();
        _socket.Dispose();
        _stopping.Dispose();
        _turn.Dispose();
    }

    internal void AddFault(string fault) => _faults.Enqueue(fault);

    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Listen()
    {
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        _socket.Listen(Backlog);
        IsRunning = true;
        _accepting = AcceptAsync(_socket, _stopping.Token);
    }

    private async Task EndAsync()
    {
        IsRunning = false;
        await _stopping.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await Task.WhenAll(_sessions.Values);
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stopping);
                var number = Interlocked.Increment(ref _connections);
                var session = RunAsync(new SmtpConnection(socket), number, stopping);
                _sessions[number] = session;
                _ = session.ContinueWith(
                    _ => _sessions.TryRemove(number, out Task? _), CancellationToken.None,
                    TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (!stopping.IsCancellationRequested)
                AddFault($"The server stopped listening: {end.Message}");
        }
    }

    private async Task RunAsync(SmtpConnection connection, int number, CancellationToken stopping)
    {
        await Task.Yield();
        await using (connection)
        {
            try
            {
                await new SmtpSession(new SmtpConversation(this, connection, number, stopping)).RunAsync();
            }
            catch (Exception end) when (end is IOException or AuthenticationException or OperationCanceledException
                or ObjectDisposedException or SocketException)
            {
                Transcript.Event(number, $"ended: {end.Message}");
            }
            catch (Exception fault)
            {
                AddFault($"{number}: {fault}");
            }
        }
    }
}
