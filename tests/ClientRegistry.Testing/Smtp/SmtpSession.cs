using System.Text;

namespace ClientRegistry.Testing.Smtp;

/// <summary>The commands before and between mails: greeting, encryption, sign-in, farewell.</summary>
internal sealed class SmtpSession(SmtpConversation conversation)
{
    private readonly SmtpMailCommands _mail = new(conversation);

    private SmtpTestServerOptions Options => conversation.Options;

    internal async Task RunAsync()
    {
        if (Options.Security == SmtpTransportSecurity.Tls)
            await conversation.EncryptAsync();
        await conversation.AtAsync(
            SmtpStep.Connect, "", () => conversation.ReplyAsync(220, $"{SmtpTestServer.Host} ESMTP for tests"));
        while (!conversation.Ended && await conversation.ReadLineAsync() is { } line)
            await DispatchAsync(Encoding.UTF8.GetString(line));
    }

    private Task DispatchAsync(string line)
    {
        var words = line.Split(' ');
        var verb = words[0].ToUpperInvariant();
        conversation.Hear(verb == "AUTH" ? string.Join(' ', words.Take(2)) : line);
        if (!Options.Pipelining && conversation.Connection.HasUnread && verb != "STARTTLS")
            conversation.Blame("Commands came in one go although PIPELINING was not offered.");
        return verb switch
        {
            "EHLO" => conversation.AtAsync(SmtpStep.Ehlo, line, () => GreetAsync(extended: true)),
            "HELO" => conversation.AtAsync(SmtpStep.Ehlo, line, () => GreetAsync(extended: false)),
            "STARTTLS" when conversation.MayEncrypt =>
                conversation.AtAsync(SmtpStep.StartTls, line, StartTlsAsync),
            "AUTH" when Options.Credentials is not null && conversation.Knows(verb) =>
                conversation.AtAsync(SmtpStep.Auth, line, () => SignInAsync(words)),
            "MAIL" => conversation.AtAsync(SmtpStep.MailFrom, line, () => _mail.BeginAsync(line)),
            "RCPT" => _mail.AddRecipientAsync(line),
            "DATA" => conversation.AtAsync(SmtpStep.Data, line, _mail.ReadDataAsync),
            "RSET" => _mail.ResetAsync(),
            "NOOP" => conversation.ReplyAsync(250, "2.0.0 Ok"),
            "VRFY" => conversation.ReplyAsync(252, "2.5.2 Send some mail and see"),
            "QUIT" => conversation.AtAsync(SmtpStep.Quit, line, QuitAsync),
            _ => conversation.ReplyAsync(502, "5.5.1 Command not known"),
        };
    }

    private async Task GreetAsync(bool extended)
    {
        conversation.Greeted = true;
        conversation.Transaction = null;
        List<string> lines = [SmtpTestServer.Host];
        if (extended)
            lines.AddRange(Extensions().Where(extension => conversation.Knows(extension.Split(' ')[0])));
        for (var i = 0; i < lines.Count; i++)
            await conversation.SendLineAsync($"250{(i < lines.Count - 1 ? '-' : ' ')}{lines[i]}");
    }

    private IEnumerable<string> Extensions()
    {
        if (conversation.MayEncrypt)
            yield return "STARTTLS";
        if (conversation.MaySignIn)
            yield return $"AUTH {string.Join(' ', Options.Mechanisms)}";
        if (Options.Pipelining)
            yield return "PIPELINING";
        if (Options.EightBitMime)
            yield return "8BITMIME";
        if (Options.SmtpUtf8)
            yield return "SMTPUTF8";
        yield return $"SIZE {Options.MaxMessageSize}";
        yield return "ENHANCEDSTATUSCODES";
    }

    private async Task StartTlsAsync()
    {
        if (conversation.Connection.HasUnread)
            conversation.Blame("The client spoke on after STARTTLS without waiting for the handshake.");
        await conversation.ReplyAsync(220, "2.0.0 Ready to start TLS");
        await conversation.EncryptAsync();
        // RFC 3207 section 4.2: both sides start afresh.
        conversation.Greeted = false;
        conversation.SignedInAs = null;
        conversation.Transaction = null;
    }

    private async Task SignInAsync(string[] words)
    {
        var mechanism = words.ElementAtOrDefault(1)?.ToUpperInvariant() ?? "";
        if (conversation.MustEncryptFirst)
        {
            conversation.Blame("The client signed in without encryption.");
            await conversation.ReplyAsync(538, "5.7.11 Encryption required");
        }
        else if (!conversation.Greeted || conversation.SignedInAs is not null || conversation.Transaction is not null)
            await conversation.ReplyAsync(503, "5.5.1 Not now");
        else if (!Options.Mechanisms.Contains(mechanism))
            await conversation.ReplyAsync(504, "5.5.4 Mechanism not known");
        else
            await CheckCredentialsAsync(mechanism, words.ElementAtOrDefault(2));
    }

    private async Task CheckCredentialsAsync(string mechanism, string? initial)
    {
        var given = await SmtpSignIn.ReadAsync(mechanism, initial, AskAsync);
        if (given is null)
            await conversation.ReplyAsync(501, "5.5.2 Cancelled or unreadable");
        else if (given != Options.Credentials)
            await conversation.ReplyAsync(535, "5.7.8 Authentication credentials invalid");
        else
        {
            conversation.SignedInAs = given.UserName;
            await conversation.ReplyAsync(235, "2.7.0 Authentication successful");
        }
    }

    private async Task<string?> AskAsync(string challenge)
    {
        await conversation.ReplyAsync(334, SmtpSignIn.Encode(challenge));
        return await conversation.ReadLineAsync() is { } answer ? Encoding.UTF8.GetString(answer) : null;
    }

    private async Task QuitAsync()
    {
        await conversation.ReplyAsync(221, "2.0.0 Bye");
        conversation.End("closed after QUIT");
    }
}
