using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>A place in the names of a state dict: holds modules and computes nothing.</summary>
internal sealed class Section : Module
{
    public override Tensor Forward(Tensor input) => throw new NotSupportedException("A section of names computes nothing.");

    public TModule Add<TModule>(string name, TModule module)
        where TModule : Module => Register(name, module);
}
