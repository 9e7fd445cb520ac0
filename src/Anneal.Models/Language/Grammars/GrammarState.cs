using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>How far an answer has come in its grammar.</summary>
/// <param name="machine">The grammar; locked while it is followed, because answers share it.</param>
/// <param name="tokens">The vocabulary.</param>
/// <param name="masks">The tokens that may follow, by the machine's state, as far as they are known.</param>
/// <param name="ends">Tokens that end the answer.</param>
internal sealed class GrammarState(GrammarMachine machine, TokenBytes tokens, Dictionary<int, bool[]> masks, IReadOnlySet<int> ends)
{
    private const int MostMasks = 256;

    private int state = machine.Start;

    /// <summary>Whether anything but the end may follow.</summary>
    public bool MayContinue
    {
        get
        {
            lock (machine) return state != GrammarMachine.Nowhere && machine.MayContinue(state);
        }
    }

    /// <summary>Takes away what may not follow.</summary>
    /// <exception cref="UserErrorException">Nothing may follow.</exception>
    public void Mask(Span<float> logits)
    {
        bool[]? allowed;
        bool complete;
        lock (machine)
        {
            complete = machine.IsComplete(state);
            if (!masks.TryGetValue(state, out allowed))
            {
                if (masks.Count >= MostMasks) masks.Clear();
                masks[state] = allowed = tokens.Allowed(machine, state);
            }
        }

        bool any = false;
        for (int id = 0; id < logits.Length; id++)
        {
            bool may = ends.Contains(id) ? complete : id < allowed.Length && allowed[id];
            if (!may) logits[id] = float.NegativeInfinity;
            any |= may;
        }

        if (!any) throw new UserErrorException(GenerationMessages.NothingAllowed, GenerationMessages.NothingAllowedWayOut);
    }

    /// <summary>Follows a token that was chosen.</summary>
    public void Accept(int id)
    {
        lock (machine)
        {
            foreach (byte value in tokens.ById[id] ?? [])
            {
                if (state != GrammarMachine.Nowhere) state = machine.Next(state, value);
            }
        }
    }
}
