using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Tests.Mail;

public sealed class MailOptionsTests
{
    [Theory]
    [InlineData("Mail:From", "no address")]
    [InlineData("Mail:Smtp:Host", "")]
    [InlineData("Mail:Smtp:Port", "0")]
    [InlineData("Mail:Smtp:Security", "None")]
    [InlineData("Mail:Smtp:UserName", "somebody")]
    [InlineData("Mail:Smtp:TimeoutSeconds", "0")]
    [InlineData("Mail:GiveUpAfter", "0")]
    [InlineData("Mail:TakeOverAfter", "0")]
    public void A_bad_value_is_refused_by_the_name_of_its_key(string key, string value)
    {
        var options = Good();
        switch (key)
        {
            case "Mail:From": options.From = value; break;
            case "Mail:Smtp:Host": options.Smtp.Host = value; break;
            case "Mail:Smtp:Port": options.Smtp.Port = 0; break;
            case "Mail:Smtp:Security": options.Smtp.Security = SmtpSecurity.None; break;
            case "Mail:Smtp:UserName": options.Smtp.UserName = value; break;
            case "Mail:Smtp:TimeoutSeconds": options.Smtp.TimeoutSeconds = 0; break;
            case "Mail:TakeOverAfter": options.TakeOverAfter = TimeSpan.Zero; break;
            default: options.GiveUpAfter = TimeSpan.Zero; break;
        }

        var result = new MailOptionsRules().Validate(null, options);

        Assert.StartsWith(key, Assert.Single(result.Failures!));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void No_encryption_is_taken_for_this_machine(string host)
    {
        var options = Good();
        (options.Smtp.Host, options.Smtp.Security) = (host, SmtpSecurity.None);

        Assert.True(new MailOptionsRules().Validate(null, options).Succeeded);
    }

    private static MailOptions Good() => new()
    {
        From = "Client Registry <registry@example.com>", Smtp = new SmtpOptions { Host = "smtp.example.com" },
    };
}
