using ClientRegistry.Web.Hosting.Demonstration;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>What happens between building the host and listening.</summary>
internal static class Preparation
{
    /// <summary>Checks the configuration, readies database and keys, and in Development puts the demonstration in.</summary>
    /// <param name="app">The built host.</param>
    /// <exception cref="StartRefusedException">It must not start.</exception>
    public static async Task PrepareAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.ReadyKeys();
        var schema = app.Services.GetRequiredService<Schema>();
        await schema.ReadyAsync();
        await schema.WarnOfWaitingReadersAsync();
        if (app.Environment.IsDevelopment()) await app.DemonstrateAsync();
    }
}
