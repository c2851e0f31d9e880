using System.Security.Claims;
using Bunit;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace ClientRegistry.Web.Tests;

/// <summary>The portal's pages as one person sees them, on the real use cases and a world's database.</summary>
internal sealed class PortalPages : BunitContext
{
    private IRenderedComponent<MudDialogProvider>? _dialogs;

    public PortalPages(World world, Actor actor)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLogging().AddDataProtection();
        Services.AddSingleton<IDbContextFactory<RegistryDbContext>>(world.Database);
        Services.AddSingleton<TimeProvider>(world.Clock);
        Services.AddSingleton(world.Database.Commits);
        Services.AddOptions<PortalOptions>().Configure(o =>
            (o.PublicUrl, o.SupportAddress) = (world.Portal.PublicUrl, world.Portal.SupportAddress));
        Services.AddOptions<MailOptions>().Configure(o =>
            (o.From, o.Transport) = ("Client Registry <registry@registry.example>", MailTransport.Folder));
        Services.AddOptions<CredentialsOptions>().Configure(o => o.SecretLifetime = world.Credentials.SecretLifetime);
        Services.AddRegistration();
        Services.AddHttpContextAccessor().AddScoped<CurrentActor>();

        var authorization = this.AddAuthorization();
        if (actor.UserId is { } id)
            authorization.SetAuthorized(actor.Name).SetClaims(new Claim(ClaimTypes.NameIdentifier, id.ToString()));
        Services.GetRequiredService<CurrentActor>().EnterCircuit();
    }

    /// <summary>Opens a page at an address and waits until it has loaded.</summary>
    public IRenderedComponent<T> Open<T>(
        string address, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        _dialogs = Render<MudDialogProvider>();
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = parameters is null ? Render<T>() : Render(parameters);
        page.WaitForState(() => page.FindAll(".loading").Count == 0 && page.FindAll("h1").Count == 1, Patience);
        return page;
    }

    /// <summary>Presses a button of the open dialog.</summary>
    public async Task AnswerAsync(string text)
    {
        _dialogs!.WaitForState(() => _dialogs!.FindAll("button").Any(b => b.TextContent.Trim() == text), Patience);
        await _dialogs!.FindAll("button").First(b => b.TextContent.Trim() == text).ClickAsync();
    }

    /// <summary>A loaded machine may take its time.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);
}

/// <summary>What tests do on a page.</summary>
internal static class PageActs
{
    /// <summary>Presses the button whose accessible name begins so.</summary>
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.FindAll("button")
            .First(b => Words(b.GetAttribute("aria-label") ?? b.TextContent).StartsWith(text, StringComparison.Ordinal))
            .ClickAsync();

    /// <summary>Waits until the page says something.</summary>
    public static void WaitForText<T>(this IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.WaitForAssertion(() => Assert.Contains(text, Words(page.Nodes.Text()), StringComparison.Ordinal), PortalPages.Patience);

    /// <summary>All text of a page, one space between words.</summary>
    public static string Text<T>(this IRenderedComponent<T> page)
        where T : IComponent =>
        Words(page.Nodes.Text());

    private static string Text(this IEnumerable<AngleSharp.Dom.INode> nodes) => string.Join(' ', nodes.Select(n => n.TextContent));

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
