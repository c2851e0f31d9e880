using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Review;

/// <summary>The staff's queue. Its filters live in the address, so that a link shows the same to a colleague.</summary>
public sealed partial class QueuePage
{
    private static readonly ClientRequestState[] States =
        [.. Enum.GetValues<ClientRequestState>().Where(s => s != ClientRequestState.Draft)];

    private ReviewQueuePage? _queue;
    private QueueOwner _usual;
    private bool _refused;

    /// <summary>A <see cref="ClientRequestState"/>; empty or anything else for what waits for the staff.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary><c>mine</c>, <c>pool</c>, <c>all</c> or an account manager's id; otherwise what fits the role.</summary>
    [SupplyParameterFromQuery]
    public string? Manager { get; set; }

    /// <summary>A partner's id; empty or anything else for all.</summary>
    [SupplyParameterFromQuery]
    public string? Partner { get; set; }

    /// <summary>Which page; the first is 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Current.GetAsync();
        _usual = ListReviewQueue.UsualOwner(actor);
        var listed = await ListReviewQueue.RunAsync(Input(), actor);
        _refused = !listed.Succeeded;
        _queue = listed.Value;
    }

    private ListReviewQueue.Input Input() => new()
    {
        State = Enum.TryParse<ClientRequestState>(State, ignoreCase: true, out var state) ? state : null,
        PartnerId = Guid.TryParse(Partner, out var partner) ? partner : null,
        AccountManagerId = Guid.TryParse(Manager, out var manager) ? manager : null,
        Owner = Manager switch
        {
            "mine" => QueueOwner.Mine,
            "pool" => QueueOwner.Pool,
            "all" => QueueOwner.Everybody,
            _ => null,
        },
        Page = Page ?? 1,
    };

    private string OwnerValue => !string.IsNullOrEmpty(Manager) ? Manager : _usual == QueueOwner.Mine ? "mine" : "all";

    private bool ShowsEverything =>
        OwnerValue == "all" && string.IsNullOrEmpty(State) && string.IsNullOrEmpty(Partner);

    private string WhyEmpty => ShowsEverything
        ? "No request waits for a decision. New ones show up here, and you get a mail for each."
        : "No request fits these filters.";

    private void Filter(string name, ChangeEventArgs change) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            [name] = change.Value is string { Length: > 0 } value ? value : null,
            ["page"] = null,
        }));

    private static string NameOf(QueuedRequest request) =>
        string.IsNullOrWhiteSpace(request.ClientName) ? "(no name)" : request.ClientName;

    private static string Holder(QueuedRequest request) => request.ReviewerName
        ?? (request.AccountManagerName is { } manager ? $"for {manager}" : "in the pool");

    private string Age(QueuedRequest request) => request.State is ClientRequestState.Submitted or ClientRequestState.InReview
        ? $"waits {Ago.Length(Clock.GetUtcNow() - request.SubmittedAt) ?? "less than a minute"}"
        : Ago.InWords(request.StateSince, Clock.GetUtcNow());
}
