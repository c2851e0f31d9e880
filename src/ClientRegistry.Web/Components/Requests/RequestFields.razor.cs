using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration.Requests;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Requests;

/// <summary>Changes the form as it is typed into, and tells its owner.</summary>
public sealed partial class RequestFields
{
    /// <summary>What is typed into; changed in place.</summary>
    [Parameter, EditorRequired]
    public ClientRequestForm Form { get; set; } = default!;

    /// <summary>What there is to tick, and the rules.</summary>
    [Parameter, EditorRequired]
    public RequestRules Rules { get; set; } = default!;

    /// <summary>What is said at the fields.</summary>
    [Parameter, EditorRequired]
    public FormRemarks Remarks { get; set; } = default!;

    /// <summary>Whether a live client is changed, whose environment stays.</summary>
    [Parameter]
    public bool IsChange { get; set; }

    /// <summary>Called after each change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Called when a field is left.</summary>
    [Parameter]
    public EventCallback OnLeft { get; set; }

    private bool IsPublic => Form.TokenEndpointAuthMethod == TokenEndpointAuthMethods.None;

    private string ExampleUri => Form.ApplicationType == ApplicationType.Native
        ? "com.example.app:/callback"
        : "https://app.example.com/callback";

    private static IReadOnlyList<Link> Links { get; } =
    [
        new("client-uri", nameof(ClientRequestForm.ClientUri), "Home page", "Tells your users about the application.",
            f => f.ClientUri, (f, v) => f.ClientUri = v),
        new("logo-uri", nameof(ClientRequestForm.LogoUri), "Logo", "A picture shown when users are asked whether they agree.",
            f => f.LogoUri, (f, v) => f.LogoUri = v),
        new("tos-uri", nameof(ClientRequestForm.TosUri), "Terms of service", "The page with your terms.",
            f => f.TosUri, (f, v) => f.TosUri = v),
        new("policy-uri", nameof(ClientRequestForm.PolicyUri), "Privacy policy", "The page that says how personal data is used.",
            f => f.PolicyUri, (f, v) => f.PolicyUri = v),
    ];

    private async Task ChangeAsync(Action change, string? left = null)
    {
        change();
        if (left is not null) Remarks.Leave(left);
        await OnChanged.InvokeAsync();
    }

    private async Task LeaveAsync(string field)
    {
        Remarks.Leave(field);
        await OnLeft.InvokeAsync();
    }

    private async Task LeaveLinkAsync(Link link)
    {
        // The form alone trims what was typed or pasted, and shows the result.
        var typed = link.Get(Form);
        var clean = RedirectUriInput.Clean(typed);
        if (clean != typed) await ChangeAsync(() => link.Set(Form, clean));
        await LeaveAsync(link.Field);
    }

    private sealed record Link(
        string Id,
        string Field,
        string Label,
        string Help,
        Func<ClientRequestForm, string> Get,
        Action<ClientRequestForm, string> Set);

    // A live client stays public or confidential, so a change of its kind leaves its way to prove itself alone.
    private void ChooseType(ApplicationType type)
    {
        if (IsChange) Form.ApplicationType = type;
        else Form.Choose(type);
    }
}
