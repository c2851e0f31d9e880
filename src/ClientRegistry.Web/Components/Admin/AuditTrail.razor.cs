using System.Reflection;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Audit;
using ClientRegistry.Web.Accounts;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Admin;

/// <summary>The audit trail, for administrators and auditors. Filters and place live in the address.</summary>
public sealed partial class AuditTrail
{
    private string _actor = "";
    private string _action = "";
    private string _subject = "";
    private DateOnly? _from;
    private DateOnly? _until;
    private AuditPage? _page;
    private bool _refused;

    /// <summary>Part of a name; null for anybody.</summary>
    [SupplyParameterFromQuery(Name = "actor")]
    public string? Actor { get; set; }

    /// <summary>A word of <see cref="AuditActions"/>; null for any.</summary>
    [SupplyParameterFromQuery(Name = "action")]
    public string? Action { get; set; }

    /// <summary>Beginning of a subject; null for any.</summary>
    [SupplyParameterFromQuery(Name = "subject")]
    public string? Subject { get; set; }

    /// <summary>First day, in UTC; null for any.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public DateOnly? From { get; set; }

    /// <summary>Last day, in UTC; null for any.</summary>
    [SupplyParameterFromQuery(Name = "until")]
    public DateOnly? Until { get; set; }

    /// <summary>Only entries before this one; null for the newest.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    [Inject]
    private ListAuditEvents ListAuditEvents { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Address { get; set; } = default!;

    private static IReadOnlyList<string> Actions { get; } =
    [
        .. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
    ];

    private bool IsFiltered => (Actor, Action, Subject, From, Until, Before) is not (null, null, null, null, null, null);

    protected override async Task OnParametersSetAsync()
    {
        (_actor, _action, _subject, _from, _until) = (Actor ?? "", Action ?? "", Subject ?? "", From, Until);
        var listed = await ListAuditEvents.RunAsync(
            new(Actor, Action, Subject, StartOf(From), StartOf(DayAfter(Until)), Before), await Current.GetAsync());
        (_page, _refused) = (listed.Value, !listed.Succeeded);
    }

    private void Search() => Address.NavigateTo(Address.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["actor"] = Given(_actor),
        ["action"] = Given(_action),
        ["subject"] = Given(_subject),
        ["from"] = _from,
        ["until"] = _until,
        ["before"] = null,
    }));

    private string PageFrom(long? before) => Address.GetUriWithQueryParameter("before", before);

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim(' ', '\t');

    private static DateOnly? DayAfter(DateOnly? day) => day is { } d && d < DateOnly.MaxValue ? d.AddDays(1) : null;

    private static DateTimeOffset? StartOf(DateOnly? day) =>
        day is { } d ? new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)) : null;
}
