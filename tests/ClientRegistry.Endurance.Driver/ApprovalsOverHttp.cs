using System.Globalization;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(ClientRegistry.Endurance.Driver.ApprovalsOverHttp))]

namespace ClientRegistry.Endurance.Driver;

/// <summary>
/// Lets a test press <b>Approve</b> in a registry that runs as it was published, without a browser and a circuit for each:
/// <c>POST /driver/approvals?number=7&amp;actor=…</c> runs the same use case as the button does, and answers with the
/// client's identifier once it is committed. The program loads it when <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c> names it;
/// nothing of it is in the program.
/// </summary>
public sealed class ApprovalsOverHttp : IHostingStartup, IStartupFilter
{
    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(this));

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Map("/driver/approvals", driver => driver.Run(ApproveAsync));
        next(app);
    };

    private static async Task ApproveAsync(HttpContext http)
    {
        var number = int.Parse(http.Request.Query["number"]!, CultureInfo.InvariantCulture);
        var actor = await FindActorAsync(http, Guid.Parse(http.Request.Query["actor"]!));
        var approved = await http.RequestServices.GetRequiredService<ApproveClientRequest>().RunAsync(number, actor);
        if (!approved.Succeeded) http.Response.StatusCode = StatusCodes.Status409Conflict;
        await http.Response.WriteAsync(approved.Succeeded ? approved.Value.ClientId! : approved.Error.Code);
    }

    private static async Task<Actor> FindActorAsync(HttpContext http, Guid userId)
    {
        await using var db = await http.RequestServices.GetRequiredService<IDbContextFactory<RegistryDbContext>>()
            .CreateDbContextAsync();
        return Actor.Of(await db.Users.AsNoTracking().Include(u => u.Membership).SingleAsync(u => u.Id == userId));
    }
}
