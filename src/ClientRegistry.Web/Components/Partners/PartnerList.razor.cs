using ClientRegistry.Core;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Web.Accounts;
using ClientRegistry.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Partners;

/// <summary>All partners, for the staff. What is searched for lives in the address.</summary>
public sealed partial class PartnerList
{
    private string _search = "";
    private PartnersOf _of;
    private Paged<PartnerInList>? _partners;
    private RegistryError? _refused;
    private bool _mayAdd;
    private bool _adding;

    /// <summary>Part of the name; null for all.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Whose partners: a name of <see cref="PartnersOf"/>; anything else means all.</summary>
    [SupplyParameterFromQuery(Name = "of")]
    public string? Of { get; set; }

    /// <summary>Which page of partners; null for the first.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    /// <summary>Applications in which state; null for those that wait.</summary>
    [SupplyParameterFromQuery(Name = "applications")]
    public string? Applications { get; set; }

    /// <summary>Which page of applications; null for the first.</summary>
    [SupplyParameterFromQuery(Name = "applicationPage")]
    public int? ApplicationPage { get; set; }

    [Inject]
    private ListPartners ListPartners { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Address { get; set; } = default!;

    private bool IsFiltered => !string.IsNullOrWhiteSpace(Query) || WhoseFromAddress is not PartnersOf.All;

    private PartnersOf WhoseFromAddress => Choices.Read(Of, PartnersOf.All);

    protected override Task OnParametersSetAsync()
    {
        (_search, _of) = (Query ?? "", WhoseFromAddress);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        var listed = await ListPartners.RunAsync(new(Query, WhoseFromAddress, Page ?? 1), actor);
        (_partners, _refused, _mayAdd) = (listed.Value, listed.Error, actor.IsAdministrator);
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private void Search() => Address.NavigateTo(Address.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["q"] = string.IsNullOrWhiteSpace(_search) ? null : _search.Trim(' ', '\t'),
        ["of"] = _of is PartnersOf.All ? null : _of.ToString(),
        ["page"] = null,
    }));
}
