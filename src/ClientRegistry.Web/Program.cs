using ClientRegistry.Lookup;
using ClientRegistry.Web.Accounts;
using ClientRegistry.Web.Commands;
using ClientRegistry.Web.Components;
using ClientRegistry.Web.Hosting;

return await CommandLine.RunAsync(args, ServeAsync);

static async Task ServeAsync(string[] configuration)
{
    var builder = RegistryHost.CreateBuilder(configuration);
    builder.AddRegistry();
    builder.AddAccounts();
    builder.AddPortal();
    builder.AddSecurity();
    builder.Services.AddLookup();

    var app = builder.Build();
    await app.PrepareAsync();

    app.MapLookup();
    app.UseSecurity();
    app.MapStaticAssets().AllowAnonymous();
    app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

    await app.RunAsync();
}
