using System.Diagnostics.CodeAnalysis;

namespace ClientRegistry.Core;

/// <summary>
/// Why something expected was refused. Machines read <see cref="Code"/>, people read <see cref="Message"/>.
/// </summary>
/// <param name="Code">A stable word; one of RFC 7591 section 3.2.2 where one fits, otherwise of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A whole sentence that says what is wrong and what to do about it.</param>
/// <param name="Field">The member at fault, as in <c>RedirectUris[1]</c>; null when no single one is.</param>
public sealed record RegistryError(string Code, string Message, string? Field = null);

/// <summary>Codes of refusals for which RFC 7591 has no word.</summary>
public static class ErrorCodes
{
    /// <summary>The actor lacks the role, or the thing belongs to another partner.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>There is no such thing, or none that the actor may know of.</summary>
    public const string NotFound = "not_found";

    /// <summary>The thing is in a state that does not allow this step.</summary>
    public const string WrongState = "wrong_state";

    /// <summary>Somebody else changed it first.</summary>
    public const string Conflict = "conflict";

    /// <summary>The input breaks a rule of shape.</summary>
    public const string Invalid = "invalid_input";

    /// <summary>Another thing bears this name already.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Asked too often; try again later.</summary>
    public const string TooMany = "too_many";

    /// <summary>The database is held by somebody else's long work, and nothing was written: whatever writes may answer so.</summary>
    public const string Busy = "busy";
}

/// <summary>
/// What a use case returns: a value, or the reasons why there is none. Expected refusals travel here; exceptions are
/// for bugs and for machines that fail.
/// </summary>
/// <typeparam name="T">What success yields.</typeparam>
public sealed class Outcome<T>
{
    private Outcome(T? value, IReadOnlyList<RegistryError> errors)
    {
        Value = value;
        Errors = errors;
    }

    /// <summary>What came of it; null exactly when <see cref="Succeeded"/> is false.</summary>
    public T? Value { get; }

    /// <summary>Why it was refused; empty on success.</summary>
    public IReadOnlyList<RegistryError> Errors { get; }

    /// <summary>Whether it was done.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Errors.Count == 0;

    /// <summary>The first reason; null on success.</summary>
    public RegistryError? Error => Errors.Count == 0 ? null : Errors[0];

    internal static Outcome<T> Success(T value) => new(value, []);

    internal static Outcome<T> Failure(IReadOnlyList<RegistryError> errors)
    {
        ArgumentOutOfRangeException.ThrowIfZero(errors.Count);
        return new(default, errors);
    }

    /// <summary>Lets a use case write <c>return value;</c>.</summary>
    /// <param name="value">What came of it.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Outcome.Of is the named alternative.")]
    public static implicit operator Outcome<T>(T value) => Success(value);

    /// <summary>Lets a use case write <c>return error;</c>.</summary>
    /// <param name="error">Why it was refused.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Outcome.Refused is the named alternative.")]
    public static implicit operator Outcome<T>(RegistryError error) => Failure([error]);
}

/// <summary>Makes outcomes where the implicit conversions do not reach.</summary>
public static class Outcome
{
    /// <summary>A success.</summary>
    /// <typeparam name="T">What it yields.</typeparam>
    /// <param name="value">What came of it.</param>
    public static Outcome<T> Of<T>(T value) => Outcome<T>.Success(value);

    /// <summary>A refusal with all its reasons.</summary>
    /// <typeparam name="T">What success would have yielded.</typeparam>
    /// <param name="errors">Why; at least one.</param>
    public static Outcome<T> Refused<T>(IReadOnlyList<RegistryError> errors) => Outcome<T>.Failure(errors);
}

/// <summary>Success with nothing to say.</summary>
public readonly record struct Done;
