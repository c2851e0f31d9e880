using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;

namespace ClientRegistry.Web.Components.Shared;

/// <summary>States in the words and tones of <see cref="Mark"/>.</summary>
internal static class Marks
{
    /// <summary>A request's state, as a label.</summary>
    /// <param name="state">The state.</param>
    public static string Label(ClientRequestState state) => state switch
    {
        ClientRequestState.InReview => "In review",
        ClientRequestState.ChangesRequested => "Changes requested",
        _ => state.ToString(),
    };

    /// <summary>Whether that is good, bad or waits.</summary>
    /// <param name="state">The state.</param>
    public static string Tone(ClientRequestState state) => state switch
    {
        ClientRequestState.Approved => "good",
        ClientRequestState.Rejected => "bad",
        ClientRequestState.Submitted or ClientRequestState.InReview or ClientRequestState.ChangesRequested => "wait",
        _ => "",
    };

    /// <summary>Whether that is good or bad.</summary>
    /// <param name="status">The status.</param>
    public static string Tone(ClientStatus status) => status switch
    {
        ClientStatus.Active => "good",
        ClientStatus.Suspended => "wait",
        _ => "bad",
    };
}
