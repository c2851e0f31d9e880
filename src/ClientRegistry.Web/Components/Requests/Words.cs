using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Web.Components.Shared;

namespace ClientRegistry.Web.Components.Requests;

/// <summary>The form's choices, and the states, as people read them.</summary>
internal static class Words
{
    /// <summary>Kinds of application.</summary>
    public static IReadOnlyList<Choice<ApplicationType>> ApplicationTypes { get; } =
    [
        new(ApplicationType.Web, "Web application", "Runs on a server of yours and can keep a secret."),
        new(ApplicationType.Native, "Native application", "Runs on its user's device: mobile, desktop, command line."),
    ];

    /// <summary>Environments.</summary>
    public static IReadOnlyList<Choice<ClientEnvironment>> Environments { get; } =
    [
        new(ClientEnvironment.Sandbox, "Sandbox", "For trying things out with test data. Web applications may use localhost."),
        new(ClientEnvironment.Production, "Production", "For real users and their data. Ask for it when the sandbox works."),
    ];

    /// <summary>How a client proves who it is.</summary>
    public static IReadOnlyList<Choice<string>> AuthMethods { get; } =
    [
        new(TokenEndpointAuthMethods.ClientSecretBasic, "Client secret in the Authorization header",
            "client_secret_basic, the usual way. Most libraries do it by default."),
        new(TokenEndpointAuthMethods.ClientSecretPost, "Client secret in the request body",
            "client_secret_post, for libraries that cannot send the header."),
        new(TokenEndpointAuthMethods.None, "No client secret",
            "none, a public client: whoever holds the application could read a secret out of it. PKCE protects it instead."),
    ];

    /// <summary>What a step of the timeline says after the name of whoever made it.</summary>
    public static string Of(RequestStep step) => step.Kind switch
    {
        RequestEventKind.Drafted => "began the request",
        RequestEventKind.Submitted => step.IsRepeated ? "submitted it again" : "submitted it",
        RequestEventKind.Claimed => "took it into review",
        RequestEventKind.Commented => "wrote",
        RequestEventKind.ChangesRequested => "asked for changes",
        RequestEventKind.FirstApproved => "gave the first of two approvals",
        RequestEventKind.Approved => "approved it",
        RequestEventKind.Rejected => "rejected it",
        _ => "withdrew it",
    };

    /// <summary>The label of a choice.</summary>
    /// <typeparam name="T">What is chosen.</typeparam>
    /// <param name="choices">All of them.</param>
    /// <param name="value">The one.</param>
    public static string LabelOf<T>(this IReadOnlyList<Choice<T>> choices, T value) =>
        choices.FirstOrDefault(c => Equals(c.Value, value))?.Label ?? $"{value}";
}
