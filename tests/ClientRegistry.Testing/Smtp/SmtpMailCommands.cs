using System.Text;

namespace ClientRegistry.Testing.Smtp;

/// <summary>The commands of a mail transaction (RFC 5321 section 3.3): MAIL, RCPT, DATA, RSET.</summary>
internal sealed class SmtpMailCommands(SmtpConversation conversation)
{
    internal async Task BeginAsync(string line)
    {
        if (conversation.MustEncryptFirst)
        {
            conversation.Blame("The client began a mail without encryption.");
            await conversation.ReplyAsync(530, "5.7.0 Must issue a STARTTLS command first");
        }
        else if (conversation.Options.Credentials is not null && conversation.SignedInAs is null)
            await conversation.ReplyAsync(530, "5.7.0 Authentication required");
        else if (!conversation.Greeted || conversation.Transaction is not null)
            await conversation.ReplyAsync(503, "5.5.1 Not now");
        else
        {
            var (transaction, code, text) = SmtpTransaction.Begin(line, conversation.Options);
            conversation.Transaction = transaction;
            await conversation.ReplyAsync(code, text);
        }
    }

    internal async Task AddRecipientAsync(string line)
    {
        if (conversation.Transaction is not { } transaction)
            await conversation.ReplyAsync(503, "5.5.1 MAIL first");
        else if (SmtpTransaction.Parse(line, "RCPT TO") is not var (address, _) || address.Length == 0)
            await conversation.ReplyAsync(501, "5.5.4 Syntax: RCPT TO:<address>");
        else if (!transaction.SmtpUtf8 && !Ascii.IsValid(address))
            await conversation.ReplyAsync(553, "5.6.7 Address needs SMTPUTF8");
        else
            await conversation.AtAsync(SmtpStep.RcptTo, line, () => TakeAsync(transaction, address), address);
    }

    internal async Task ReadDataAsync()
    {
        if (conversation.Transaction is not { Recipients.Count: > 0 } transaction)
        {
            await conversation.ReplyAsync(503, "5.5.1 RCPT first");
            return;
        }

        await conversation.ReplyAsync(354, "Go ahead, end with a dot on a line of its own");
        await conversation.AtAsync(SmtpStep.Content, "", () => Task.CompletedTask);
        if (conversation.Ended || !await ReadContentAsync(transaction))
            return;
        if (transaction.Raw.Length > conversation.Options.MaxMessageSize)
            await conversation.ReplyAsync(552, "5.3.4 Message too big");
        else
            await conversation.AtAsync(SmtpStep.EndOfData, ".", AcceptAsync);
        conversation.Transaction = null;
    }

    internal async Task ResetAsync()
    {
        conversation.Transaction = null;
        await conversation.ReplyAsync(250, "2.0.0 Ok");
    }

    private async Task TakeAsync(SmtpTransaction transaction, string address)
    {
        transaction.Add(address);
        await conversation.ReplyAsync(250, "2.1.5 Recipient ok");
    }

    private async Task AcceptAsync()
    {
        conversation.Accept();
        await conversation.ReplyAsync(250, "2.0.0 Accepted");
    }

    private async Task<bool> ReadContentAsync(SmtpTransaction transaction)
    {
        using MemoryStream content = new();
        while (await conversation.ReadLineAsync() is { } line)
        {
            if (line is [(byte)'.'])
            {
                transaction.Raw = content.ToArray();
                CheckContent(transaction);
                return true;
            }

            // RFC 5321 section 4.5.2. Beyond the limit the rest is read but not kept.
            if (content.Length <= conversation.Options.MaxMessageSize)
            {
                content.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
                content.Write("\r\n"u8);
            }
        }

        conversation.End("the client left in the middle of a message");
        return false;
    }

    private void CheckContent(SmtpTransaction transaction)
    {
        var raw = transaction.Raw.AsSpan();
        if (!transaction.EightBitMime && !Ascii.IsValid(raw))
            conversation.Blame("The content has 8-bit bytes although BODY=8BITMIME was not announced.");
        if (raw.Count((byte)'\n') != raw.Count("\r\n"u8))
            conversation.Blame("The content has a line feed without a carriage return.");
    }
}
