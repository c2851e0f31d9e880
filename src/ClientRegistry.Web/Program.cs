using ClientRegistry.Lookup;
using ClientRegistry.Web.Accounts;
using ClientRegistry.Web.Commands;
using ClientRegistry.Web.Components.Mailbox;
using ClientRegistry.Web.Hosting;

return await CommandLine.RunAsync(args, ServeAsync);

static async Task ServeAsync(string[] configuration)
{
    var builder = RegistryHost.CreateBuilder(configuration);
    builder.AddObservation();
    builder.AddRegistry();
    builder.AddAccounts();
    builder.AddPortal();
    builder.AddSecurity();
    builder.AddHealth();

    var app = builder.Build();
    await app.PrepareAsync();

    app.UseTransport();
    app.UseLookup();
    app.MapLookup();
    app.RefuseCircuitsWhileStopping();
    app.UseSecurity();
    app.MapHealth();
    app.MapApiReference();
    app.MapAccounts();
    app.MapPortal();
    app.MapMailbox();

    await app.RunAsync();
}
