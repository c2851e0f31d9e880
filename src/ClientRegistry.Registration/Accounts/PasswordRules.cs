using ClientRegistry.Core;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// What a new password has to be: long, and not what an attacker tries first. Nothing about kinds of characters: such
/// rules make passwords worse (NIST SP 800-63B section 3.1.1.2).
/// </summary>
public static class PasswordRules
{
    /// <summary>Characters that a password has at least.</summary>
    public const int MinLength = 15;

    /// <summary>Characters that a password has at most: room for any sentence, none for a flood.</summary>
    public const int MaxLength = 1024;

    private const int LeastUnguessable = 8;
    private const int LeastDistinct = 5;

    /// <summary>What attackers try among passwords of that length; most others of their lists are shorter.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "123456789012345", "1234567890123456", "12345678901234567890", "012345678901234", "0123456789012345",
        "1234567890qwerty", "qwertyuiop12345", "qwertyuiopasdfg", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl",
        "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfg", "1q2w3e4r5t6y7u8i", "1q2w3e4r5t6y7u8i9o0p",
        "1qaz2wsx3edc4rfv", "1qaz2wsx3edc4rfv5tgb", "zaq12wsxcde34rfv", "q1w2e3r4t5y6u7i8", "abcdefghijklmno",
        "abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz", "abcdefghijk12345", "asdfghjklqwertyuiop",
        "asdfghjklzxcvbnm", "987654321098765", "9876543210987654", "iloveyouiloveyou", "iloveyousomuch1",
        "letmeinletmeinletmein", "letmeinletmein1", "trustno1trustno1", "monkeymonkeymonkey", "dragondragondragon",
        "correcthorsebatterystaple", "thisismypassword", "mypasswordismypassword", "administrator123",
        "administrator1234", "welcomewelcome1", "welcome123welcome123", "changemechangeme", "superman123456789",
        "unbreakablepassword", "nevergonnagiveyouup", "maytheforcebewithyou", "opensesameopensesame",
    };

    private static readonly string[] ContextWords = ["clientregistry", "registry", "passwort", "password", "passphrase"];

    /// <summary>What is wrong with a new password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="name">How its owner is called.</param>
    /// <param name="email">Their address.</param>
    /// <param name="field">The member it stands in.</param>
    /// <returns>Null when nothing is.</returns>
    public static RegistryError? Refuse(string? password, string name, string email, string field)
    {
        var length = (password ?? "").EnumerateRunes().Count();
        if (length < MinLength)
        {
            return new(
                ErrorCodes.Invalid,
                $"Use at least {MinLength} characters, for example four or five random words; this has {length}.",
                field);
        }

        if (length > MaxLength)
            return new(ErrorCodes.Invalid, $"Use at most {MaxLength} characters; this has {length}.", field);

        return IsGuessable(password!, name, email)
            ? new(
                ErrorCodes.Invalid,
                "This is easy to guess: a well-known password, a repetition, or little more than your name or address. "
                    + "Take words that have nothing to do with you.",
                field)
            : null;
    }

    private static bool IsGuessable(string password, string name, string email)
    {
        var plain = Squeeze(password);
        if (Common.Contains(plain) || password.EnumerateRunes().Distinct().Count() < LeastDistinct) return true;
        if (!password.Any(char.IsLetterOrDigit)) return false;

        // What is left without the words that somebody who knows the person would try first.
        var left = plain;
        var words = ContextWords.Append(Squeeze(email)).Append(Squeeze(name)).Concat(email.Split('@', '.').Select(Squeeze))
            .Concat(name.Split(' ').Select(Squeeze));
        foreach (var word in words.Where(w => w.Length >= 3).OrderByDescending(w => w.Length))
            left = left.Replace(word, "", StringComparison.Ordinal);

        return left.Length < plain.Length && left.Length < LeastUnguessable;
    }

    private static string Squeeze(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
