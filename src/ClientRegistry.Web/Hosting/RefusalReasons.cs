using System.Data.Common;
using System.Text.RegularExpressions;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>Turns what stops a start or a command into lines for the operator. What is not listed is a bug.</summary>
internal static partial class RefusalReasons
{
    /// <summary>One line each; null when the exception is not about something that an operator can put right.</summary>
    /// <param name="exception">What was thrown.</param>
    public static IReadOnlyList<string>? Of(Exception exception) => exception switch
    {
        StartRefusedException refused => refused.Reasons,
        OptionsValidationException options => [.. options.Failures],
        AggregateException many when many.InnerExceptions.All(e => Of(e) is not null) =>
            [.. many.InnerExceptions.SelectMany(e => Of(e)!).Distinct()],
        InvalidOperationException when Misfit().Match(exception.Message) is { Success: true } misfit =>
            [$"{misfit.Groups["key"]}: \"{misfit.Groups["value"]}\" is not {Expected(misfit.Groups["type"].Value)}."],
        // The web server's own words about its settings: an address for https without a certificate, for instance.
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } =>
            [OneLine($"Urls or Kestrel: {exception.Message}")],
        ArgumentOutOfRangeException { ParamName: "port" } => ["Urls or Kestrel: a port is a number from 0 to 65535."],
        InvalidOperationException { Source: "Microsoft.Extensions.Logging.Configuration" } =>
            [OneLine($"Logging:LogLevel: {exception.Message} Use {OneOf<LogLevel>()}.")],
        InvalidDataException or FormatException => [OneLine($"Configuration: {exception.Message} {exception.InnerException?.Message}")],
        DatabaseBusyException => [exception.Message],
        // What EF Core puts around the words of the database.
        RetryLimitExceededException or DbUpdateException when exception.InnerException is { } inner => Of(inner),
        DbException => [OneLine($"ConnectionStrings:ClientRegistry: the database cannot be used. {exception.Message}")],
        UnauthorizedAccessException => [OneLine($"Data:Directory: {exception.Message}")],
        IOException => [OneLine(exception.Message)],
        _ => null,
    };

    /// <summary>A text without line breaks.</summary>
    /// <param name="text">Any text.</param>
    public static string OneLine(string text) => Breaks().Replace(text, " ").Trim();

    private static string Expected(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        nameof(DatabaseProvider) => OneOf<DatabaseProvider>(),
        nameof(Registration.Mail.MailTransport) => OneOf<Registration.Mail.MailTransport>(),
        nameof(Registration.Mail.SmtpSecurity) => OneOf<Registration.Mail.SmtpSecurity>(),
        nameof(Registration.Secrets.Delivery.SecretRoute) => OneOf<Registration.Secrets.Delivery.SecretRoute>(),
        "Boolean" or "Nullable`1[System.Boolean]" => "true or false",
        "TimeSpan" => "a time span such as 00:00:30",
        "Int32" => "a whole number",
        var name => $"a {name}",
    };

    private static string OneOf<T>()
        where T : struct, Enum => $"one of {string.Join(", ", Enum.GetNames<T>())}";

    [GeneratedRegex(@"configuration value '(?<value>.*)' at '(?<key>[^']*)' to type '(?<type>[^']*)'")]
    private static partial Regex Misfit();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Breaks();
}
