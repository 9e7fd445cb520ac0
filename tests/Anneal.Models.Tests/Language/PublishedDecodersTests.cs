using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Language;

/// <summary>Models by their published formulas, written by tests/fixtures/decoders.py: the same logits, the same gradients, in and out of folders and GGUF files.</summary>
public sealed class PublishedDecodersTests
{
    private const float Near = 1e-4f;

    public static TheoryData<string> Models =>
    [
        "gpt2", "gpt2-prefixed", "llama2", "llama3", "llama-linear", "llama-dynamic", "llama-yarn", "mistral", "qwen2", "qwen3", "phi3-short", "phi3-long", "gemma2", "gemma3",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_and_gradients_are_those_of_the_formulas(string name)
    {
        (Decoder model, SafeTensorsFile expected) = Open(name, trainable: true);
        Tensor ids = expected["ids"];
        Tensor logits = model.Forward(ids);
        ShouldBeNear(logits, expected["logits"], "logits");
        Tensor loss = new CrossEntropyLoss().Forward(logits.Slice(1, 0, -1).Reshape(-1, model.Config.Vocabulary), ids.Slice(1, 1).Reshape(-1));
        loss.Item().ShouldBe(expected["loss"].Item(), Near);
        loss.Backward();
        int compared = 0;
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
        {
            string stored = expected.Contains("grad." + parameter) ? "grad." + parameter : "grad.transformer." + parameter;
            Tensor wanted = expected[stored];
            ShouldBeNear(tensor.Gradient!, DecoderFolder.Form(model.Config, parameter) == WeightForm.Transposed ? wanted.T : wanted, parameter);
            compared++;
        }
        compared.ShouldBe(expected.Names.Count(n => n.StartsWith("grad.", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_kept_gives_what_the_whole_text_gives(string name)
    {
        if (name == "llama-dynamic") return; // its angles depend on the text's length, so that what was kept at another length differs by design
        (Decoder model, SafeTensorsFile expected) = Open(name);
        Tensor ids = expected["ids"], logits = expected["logits"];
        var cache = new KeyValueCache(model.Config, 2);
        int time = ids.Shape[1], begin = time - 3;
        ShouldBeNear(model.Forward(ids.Slice(1, 0, begin), cache), name == "phi3-long" ? null : logits.Slice(1, 0, begin), "beginning");
        for (int t = begin; t < time; t++) ShouldBeNear(model.Forward(ids.Slice(1, t, t + 1), cache), logits.Slice(1, t, t + 1), "token");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_folder_that_was_written_is_read_as_the_same_model(string name)
    {
        using var folder = new TempFolder();
        (Decoder model, SafeTensorsFile expected) = Open(name);
        DecoderFolder.Write(model, folder.Path, shardBytes: name == "gpt2" ? 20_000 : long.MaxValue);
        Decoder again = DecoderFolder.Read(folder.Path);
        again.Config.ToString().ShouldBe(model.Config.ToString());
        again.Forward(expected["ids"]).ToArray().ShouldBe(model.Forward(expected["ids"]).ToArray());
        if (name.EndsWith("prefixed", StringComparison.Ordinal)) return;
        ModelFolder published = ModelFolder.Open(TestData.Fixture("language", name)), own = ModelFolder.Open(folder.Path);
        own.Names.Order(StringComparer.Ordinal).ShouldBe(published.Names.Order(StringComparer.Ordinal));
        foreach (string tensor in own.Names)
            ShouldBeNear(own.Read(tensor), published.Read(tensor), tensor);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_GGUF_file_that_was_written_is_read_as_the_same_model(string name)
    {
        using var folder = new TempFolder();
        (Decoder model, SafeTensorsFile expected) = Open(name);
        if (name is "gemma2" or "gemma3" or "llama-dynamic")
        {
            // What makes these fixtures hard has no place in GGUF files.
            Should.Throw<UserErrorException>(() => DecoderGguf.Add(new GgufWriter(), model));
            return;
        }
        var writer = new GgufWriter();
        DecoderGguf.Add(writer, model);
        string path = Path.Combine(folder.Path, "model.gguf");
        writer.Write(path);
        Decoder again = DecoderGguf.Read(GgufFile.Open(path));
        ShouldBeNear(again.Forward(expected["ids"]), expected["logits"], "logits");
        var cache = new KeyValueCache(again.Config, 2);
        ShouldBeNear(again.Forward(expected["ids"], cache), expected["logits"], "kept");

        // And back to a folder, with rows in their other order.
        DecoderFolder.Write(again, Path.Combine(folder.Path, "folder"));
        ShouldBeNear(DecoderFolder.Read(Path.Combine(folder.Path, "folder")).Forward(expected["ids"]), expected["logits"], "folder");
    }

    [Theory]
    [InlineData(BlockFormat.F16)]
    [InlineData(BlockFormat.BF16)]
    public void A_model_of_smaller_numbers_is_written_whole(BlockFormat format)
    {
        using var folder = new TempFolder();
        (Decoder model, SafeTensorsFile expected) = Open("qwen2");
        var writer = new GgufWriter();
        DecoderGguf.Add(writer, model, format);
        string path = Path.Combine(folder.Path, "model.gguf");
        writer.Write(path);
        Decoder small = DecoderGguf.Read(GgufFile.Open(path));
        Numbers.ShouldBeNear(small.Forward(expected["ids"]), expected["logits"], "logits", 0.1f);
        DecoderFolder.Write(small, Path.Combine(folder.Path, "folder"));
        Numbers.ShouldBeNear(DecoderFolder.Read(Path.Combine(folder.Path, "folder")).Forward(expected["ids"]), small.Forward(expected["ids"]), "folder", 2e-3f);
        var again = new GgufWriter();
        DecoderGguf.Add(again, small, format);
        again.Write(path + ".2");
        GgufFile one = GgufFile.Open(path), two = GgufFile.Open(path + ".2");
        two.Tensors.Count.ShouldBe(one.Tensors.Count);
        foreach (GgufTensor tensor in one.Tensors) two.Read(tensor.Name).ToArray<float>().SequenceEqual(one.Read(tensor.Name).ToArray<float>()).ShouldBeTrue(tensor.Name);
    }

    [Fact]
    public void A_configuration_that_disagrees_with_the_weights_is_refused_before_anything_is_allocated()
    {
        using var folder = new TempFolder();
        string from = TestData.Fixture("language", "llama2");
        File.Copy(Path.Combine(from, "model.safetensors"), Path.Combine(folder.Path, "model.safetensors"));
        string good = File.ReadAllText(Path.Combine(from, "config.json"));
        Refused("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1").ShouldContain("no place");
        Refused("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3").ShouldContain("lack");
        Refused("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000000000").ShouldContain("layers");
        Refused("\"vocab_size\": 37", "\"vocab_size\": 10000000").ShouldContain("shapes");
        Refused("\"hidden_size\": 24", "\"hidden_size\": 4000").ShouldContain("shapes");
        Refused("\"hidden_size\": 24", "\"hidden_size\": -24").ShouldContain("features");
        Refused("\"hidden_size\": 24", "\"hidden_size\": \"24\"").ShouldContain("whole number");
        Refused("\"hidden_size\": 24,", "").ShouldContain("lacks 'hidden_size'");
        Refused("\"num_attention_heads\": 4", "\"num_attention_heads\": 0").ShouldContain("num_attention_heads");
        Refused("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3").ShouldContain("key heads");
        Refused("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"").ShouldContain("mamba");
        Refused("\"rms_norm_eps\": 1e-05", "\"rms_norm_eps\": 1e999").ShouldContain("rms_norm_eps");

        string Refused(string what, string with)
        {
            good.ShouldContain(what);
            folder.Write("config.json", good.Replace(what, with, StringComparison.Ordinal));
            return Should.Throw<UserErrorException>(() => DecoderFolder.Read(folder.Path)).Message;
        }
    }

    [Fact]
    public void Damaged_folders_are_refused_by_name_or_read_as_what_they_say()
    {
        using var folder = new TempFolder();
        (Decoder model, _) = Open("gpt2");
        DecoderFolder.Write(model, folder.Path, shardBytes: 20_000);
        string[] files = [.. Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal)];
        var originals = files.ToDictionary(f => f, File.ReadAllBytes);
        var random = new Random(17);
        for (int round = 0; round < 400; round++)
        {
            string file = files[random.Next(files.Length)];
            byte[] bytes = [.. originals[file]];
            if (round % 5 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else for (int flips = random.Next(1, 8); flips > 0; flips--) bytes[random.Next(Math.Min(bytes.Length, 2000))] = (byte)random.Next(256);
            File.WriteAllBytes(file, bytes);
            try
            {
                DecoderFolder.Read(folder.Path);
            }
            catch (Exception e) when (e is UserErrorException or ModelFileException)
            {
            }
            File.WriteAllBytes(file, originals[file]);
        }
        File.Delete(Path.Combine(folder.Path, "model-00002-of-00003.safetensors"));
        foreach (string file in files.Where(f => f.EndsWith(".safetensors", StringComparison.Ordinal)).Skip(1)) File.Delete(file);
        Should.Throw<ModelFileException>(() => DecoderFolder.Read(folder.Path)).Message.ShouldContain("shard");
    }

    [Fact]
    public void An_index_can_not_lead_out_of_its_folder()
    {
        using var folder = new TempFolder();
        folder.Write("config.json", "{}");
        foreach (string name in (string[])["../model.safetensors", "/etc/passwd", "a\\\\b", "..", "C:x"])
        {
            folder.Write("model.safetensors.index.json", $$$"""{"weight_map": {"a": "{{{name}}}"}}""");
            Should.Throw<ModelFileException>(() => ModelFolder.Open(folder.Path)).Message.ShouldContain("beside the index");
        }
    }

    private static (Decoder Model, SafeTensorsFile Expected) Open(string name, bool trainable = false)
    {
        string folder = TestData.Fixture("language", name);
        Decoder model = DecoderFolder.Read(folder, trainable);
        if (!trainable) model.Freeze();
        return (model, SafeTensors.Open(Path.Combine(folder, "expected.safetensors")));
    }

    private static void ShouldBeNear(Tensor actual, Tensor? expected, string what)
    {
        if (expected is not null) Numbers.ShouldBeNear(actual, expected, what, Near);
    }
}
