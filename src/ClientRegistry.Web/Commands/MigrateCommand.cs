using System.CommandLine;
using ClientRegistry.Web.Hosting;

namespace ClientRegistry.Web.Commands;

/// <summary><c>migrate</c>: brings the database to the current schema.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database to the current schema.");
        command.SetAction((_, ct) => CommandHost.RunUnpreparedAsync(
            async (services, token) =>
            {
                var applied = await services.GetRequiredService<Schema>().MigrateAsync(token);
                if (applied.Count == 0) Console.Out.WriteLine("The database is up to date.");
                foreach (var name in applied) Console.Out.WriteLine($"Applied {name}");
                return CommandLine.Done;
            },
            ct));
        return command;
    }
}
