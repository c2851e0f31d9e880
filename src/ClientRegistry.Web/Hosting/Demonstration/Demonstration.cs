using ClientRegistry.Registration;

namespace ClientRegistry.Web.Hosting.Demonstration;

/// <summary>Development only: an empty database gets something to try, and the console says how.</summary>
internal static class Demonstration
{
    /// <summary>Seeds once, and prints addresses, sign-ins and lookup keys when the host listens.</summary>
    /// <param name="app">The built host.</param>
    public static async Task DemonstrateAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var data = ActivatorUtilities.CreateInstance<DemonstrationData>(scope.ServiceProvider);
        await data.SeedAsync();
        if (!await data.IsThereAsync()) return;

        var inMails = app.Services.GetRequiredService<PortalLinks>().Home().TrimEnd('/');
        app.Lifetime.ApplicationStarted.Register(() =>
            Console.Out.WriteLine(Notice(app.Urls.FirstOrDefault() ?? inMails, inMails)));
    }

    // Started with --urls it listens elsewhere than its settings say.
    private static string Notice(string address, string inMails) =>
        $"""

        Client Registry, demonstration. Nothing of this exists outside Development.

          Portal    {address}
          Mails     {address}/dev/mail, with links to {inMails}
          API       {address}/api/v1

          Sign in with one of these and the password  {DemonstrationPeople.Password}
            {DemonstrationPeople.Developer,-28}developer at {DemonstrationPeople.Partner}
            {DemonstrationPeople.PartnerAdministrator,-28}administrator of {DemonstrationPeople.Partner}
            {DemonstrationPeople.AccountManager,-28}their account manager
            {DemonstrationPeople.PoolManager,-28}another account manager, for partners of the pool
            {DemonstrationPeople.Administrator,-28}administrator of the registry; may give the second approval
            {DemonstrationPeople.Auditor,-28}auditor

          Lookup keys
            sandbox     {DemonstrationPeople.SandboxKey}
            production  {DemonstrationPeople.ProductionKey}

        """;
}
