using System.CommandLine;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;

namespace ClientRegistry.Web.Commands;

/// <summary><c>staff add</c>: invites somebody to the staff, the first administrator too.</summary>
internal static class StaffCommands
{
    private static readonly Dictionary<string, StaffRole> Roles = new()
    {
        ["administrator"] = StaffRole.Administrator,
        ["account-manager"] = StaffRole.AccountManager,
        ["auditor"] = StaffRole.Auditor,
    };

    public static Command Create() => new("staff", "People of the company that runs the registry.") { Add() };

    private static Command Add()
    {
        var email = new Argument<string>("EMAIL") { Description = "Address, and user name of the account to be." };
        var name = new Option<string>("--name") { Description = "How the person is called.", Required = true };
        var role = new Option<string>("--role") { Description = "What they may do.", Required = true };
        role.AcceptOnlyFromAmong([.. Roles.Keys]);
        var command = new Command("add", "Adds staff: mails the invitation and prints its link.") { email, name, role };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            async (services, token) =>
            {
                var input = new AddStaff.Input(
                    parsed.GetRequiredValue(email), parsed.GetRequiredValue(name), Roles[parsed.GetRequiredValue(role)]);
                var outcome = await services.GetRequiredService<AddStaff>().RunAsync(input, Actor.Operator, token);
                return CommandHost.Finish(outcome, invitation => Console.Out.WriteLine(invitation.Link));
            },
            ct));
        return command;
    }
}
