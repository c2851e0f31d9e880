using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Registration;

/// <summary>Somebody a page names, so that the reader can write to them.</summary>
/// <param name="Id">Their account.</param>
/// <param name="Name">How they are called.</param>
/// <param name="Email">Their mail address.</param>
public sealed record Person(Guid Id, string Name, string Email)
{
    /// <summary>The person behind an account; null for none.</summary>
    /// <param name="user">The account.</param>
    public static Person? Of(User? user) => user is null ? null : new(user.Id, user.Name, user.Email!);

    /// <summary><c>name (address)</c>.</summary>
    public override string ToString() => $"{Name} ({Email})";
}
