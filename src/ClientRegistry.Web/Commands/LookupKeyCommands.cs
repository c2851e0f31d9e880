using System.CommandLine;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Accounts;

namespace ClientRegistry.Web.Commands;

/// <summary><c>lookup-keys add|list|revoke</c>: how authorization servers identify themselves.</summary>
internal static class LookupKeyCommands
{
    public static Command Create()
    {
        var command = new Command("lookup-keys", "Keys by which authorization servers ask the lookup API.");
        command.Add(Add());
        command.Add(List());
        command.Add(Revoke());
        return command;
    }

    private static Command Add()
    {
        var name = NameArgument();
        var environment = new Option<string>("--environment")
        {
            Description = "The one environment whose clients the key sees.", Required = true,
        };
        environment.AcceptOnlyFromAmong([.. RegistryWords.AllEnvironments]);
        var command = new Command("add", "Makes a key and prints it: this once, and nowhere else.") { name, environment };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            async (services, token) =>
            {
                var input = new IssueLookupKey.Input(
                    parsed.GetRequiredValue(name),
                    Enum.Parse<ClientEnvironment>(parsed.GetRequiredValue(environment), ignoreCase: true));
                var outcome = await services.GetRequiredService<IssueLookupKey>().RunAsync(input, Actor.Operator, token);
                return CommandHost.Finish(outcome, issued => Console.Out.WriteLine(issued.Plain));
            },
            ct));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the keys: name, environment, state, last use.");
        command.SetAction((_, ct) => CommandHost.RunAsync(
            async (services, token) =>
            {
                var list = services.GetRequiredService<ListLookupKeys>();
                var clock = services.GetRequiredService<TimeProvider>();
                for (var page = 0; ; page++)
                {
                    var outcome = await list.RunAsync(page, Actor.Operator, token);
                    var exit = CommandHost.Finish(outcome, keys => Print(keys, clock.GetUtcNow()));
                    if (!outcome.Succeeded || outcome.Value.Rows.Count < ListLookupKeys.PageSize) return exit;
                }
            },
            ct));
        return command;
    }

    private static Command Revoke()
    {
        var name = NameArgument();
        var command = new Command("revoke", "Ends a key for ever.") { name };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            async (services, token) => CommandHost.Finish(
                await services.GetRequiredService<RevokeLookupKey>()
                    .RunAsync(new(parsed.GetRequiredValue(name)), Actor.Operator, token),
                _ => Console.Out.WriteLine("Revoked.")),
            ct));
        return command;
    }

    private static Argument<string> NameArgument() =>
        new("NAME") { Description = "What you call the authorization server that uses it." };

    private static void Print(ListLookupKeys.Page keys, DateTimeOffset now)
    {
        foreach (var key in keys.Rows)
        {
            var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "live";
            var used = key.LastUsedAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "never used";
            Console.Out.WriteLine($"{key.Name}\t{key.Environment.ToString().ToLowerInvariant()}\t{state}\t{used}");
        }
    }
}
