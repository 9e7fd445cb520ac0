using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Models.Language;

/// <summary>Looks for the likeliest answer as a whole, with several beginnings carried on side by side.</summary>
/// <param name="network">The network.</param>
/// <param name="beams">How many beginnings are carried on.</param>
/// <param name="lengthPenalty">An answer's score is its log-probability divided by its length to this power; above 0 longer answers gain.</param>
public sealed class BeamSearch(TokenNetwork network, int beams, double lengthPenalty = 1)
{
    private sealed record Beam(TokenSequence Sequence, int[] Ids, double Score);

    /// <summary>The best answers, the best first.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="maxTokens">The most tokens of an answer.</param>
    /// <param name="ends">Tokens that end an answer.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>Each answer's tokens, a token that ended it last, and its score.</returns>
    /// <exception cref="UserErrorException">The text doesn't fit in the context.</exception>
    public IReadOnlyList<(int[] Ids, double Score)> Search(int[] prompt, int maxTokens, IReadOnlySet<int> ends, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        GenerationLimit.For(new GenerationOptions { MaxTokens = maxTokens }, prompt.Length, network.ContextLength);
        List<(int[] Ids, double Score)> finished = [];
        NetworkStep[] steps = [new NetworkStep(network.NewSequence(), prompt)];
        List<Beam> running = [new Beam(steps[0].Sequence, [], 0)];
        for (int length = 1; running.Count > 0; length++)
        {
            cancellation.ThrowIfCancellationRequested();
            network.Extend(steps);

            // A beginning may have an end token among its best continuations: twice as many leave enough to go on with.
            var candidates = running.SelectMany((beam, i) => LogProbability.Highest(steps[i].Last, 2 * beams).Select(next => (Beam: i, next.Id, Score: beam.Score + next.Value)))
                .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Beam).ThenBy(candidate => candidate.Id).Take(2 * beams).ToList();
            List<Beam> next = [];
            HashSet<int> used = [];
            for (int rank = 0; rank < candidates.Count && next.Count < beams; rank++)
            {
                (int from, int id, double score) = candidates[rank];
                Beam beam = running[from];
                if (ends.Contains(id) || length == maxTokens)
                {
                    if (rank < beams || length == maxTokens) finished.Add(([.. beam.Ids, id], score / Math.Pow(length, lengthPenalty)));
                    continue;
                }

                next.Add(new Beam(used.Add(from) ? beam.Sequence : beam.Sequence.Fork(), [.. beam.Ids, id], score));
            }

            finished = [.. finished.OrderByDescending(answer => answer.Score).Take(beams)];
            bool settled = finished.Count == beams && next.Count > 0 && finished[^1].Score >= next.Max(beam => beam.Score) / Math.Pow(length, lengthPenalty);
            running = settled ? [] : next;
            steps = [.. running.Select(beam => new NetworkStep(beam.Sequence, [beam.Ids[^1]]))];
        }

        return finished;
    }

    /// <summary>The text of the best answer.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="maxTokens">The most tokens of an answer.</param>
    /// <param name="tokenizer">Turns tokens to text.</param>
    /// <param name="ends">Tokens that end an answer.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public string Best(int[] prompt, int maxTokens, Tokenizer tokenizer, IReadOnlySet<int> ends, CancellationToken cancellation = default)
    {
        int[] ids = Search(prompt, maxTokens, ends, cancellation)[0].Ids;
        return tokenizer.Decode(ends.Contains(ids[^1]) ? ids.AsSpan(..^1) : ids);
    }
}
