from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from index.config import DEFAULT_MODEL, Config
from index.errors import ModelError
from index.types import Encoder
from index.vectors.encoder import SentenceTransformerEncoder, load_encoder
from index.vectors.onnx_encoder import MODEL_FILE, OnnxEncoder

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"提案立办委员政协常会新乡市年件复率0123456789，。")
TEXTS = ["新乡市政协提案", "立案409件", "政协常委会" * 200, "未知字", ""]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(Config.from_environment(model=DEFAULT_MODEL))


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One small BERT with random weights, as ONNX and as sentence-transformers keeps it."""
    pytest.importorskip("sentence_transformers")
    folder = tmp_path_factory.mktemp("tiny")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _write_tiny_model(folder / "onnx-model", folder / "torch-model")
    return folder / "onnx-model", folder / "torch-model"


def _write_tiny_model(onnx_folder: Path, torch_folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils
    from transformers import BertConfig, BertModel, BertTokenizerFast

    (onnx_folder / MODEL_FILE).parent.mkdir(parents=True)
    (onnx_folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    torch.manual_seed(0)
    bert = BertModel(
        BertConfig(
            vocab_size=len(VOCABULARY),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
        )
    ).eval()
    bert.save_pretrained(onnx_folder)
    BertTokenizerFast(vocab_file=str(onnx_folder / "vocab.txt"), model_max_length=512).save_pretrained(onnx_folder)

    class LastHiddenState(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            return self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state

    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    example = torch.ones(1, 5, dtype=torch.long)
    with pytest.MonkeyPatch.context() as patch:
        # The exporter wants the onnx package only to look for custom operators, of which BERT has none.
        patch.setattr(onnx_proto_utils, "_add_onnxscript_fn", lambda model, _operators: model)
        torch.onnx.export(
            LastHiddenState(),
            (example, example, example * 0),
            str(onnx_folder / MODEL_FILE),
            input_names=inputs,
            output_names=["last_hidden_state"],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in (*inputs, "last_hidden_state")},
            dynamo=False,
            opset_version=17,
        )
    transformer = modules.Transformer(str(onnx_folder))
    pooling = modules.Pooling(32, pooling_mode="cls")
    SentenceTransformer(modules=[transformer, pooling, modules.Normalize()], device="cpu").save(str(torch_folder))


@pytest.mark.torch
@pytest.mark.filterwarnings("default")
def test_both_encoders_give_the_same_vectors_for_the_same_model(tiny_model: tuple[Path, Path]) -> None:
    onnx_folder, torch_folder = tiny_model
    with_onnx, with_torch = OnnxEncoder(onnx_folder), SentenceTransformerEncoder(str(torch_folder))
    np.testing.assert_allclose(with_onnx.encode(TEXTS), with_torch.encode(TEXTS), atol=1e-5)
    assert with_onnx.dim == with_torch.dim == 32
    assert with_onnx.fingerprint != with_torch.fingerprint


@pytest.mark.torch
@pytest.mark.filterwarnings("default")
def test_the_same_weights_have_the_same_fingerprint_and_no_texts_no_vectors(tiny_model: tuple[Path, Path]) -> None:
    first = load_encoder(Config(model=str(tiny_model[1])))
    assert first.fingerprint == SentenceTransformerEncoder(str(tiny_model[1])).fingerprint
    assert first.encode([]).shape == (0, 32)


@pytest.mark.torch
@pytest.mark.filterwarnings("default")
def test_a_model_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match=r"no-such-model.*folder"):
        SentenceTransformerEncoder(str(tmp_path / "no-such-model"))


def test_a_configuration_without_a_model_has_no_encoder() -> None:
    with pytest.raises(ModelError, match="no embedding model"):
        load_encoder(Config(model="none"))


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"{tmp_path.name}.*delete the folder"):
        OnnxEncoder(tmp_path)


@pytest.mark.model
def test_vectors_are_unit_rows_whatever_the_text(encoder: Encoder) -> None:
    vectors = encoder.encode(["新乡立案了多少件提案?", "", "提案" * 1000, "\U0001f600"])
    assert vectors.shape == (4, encoder.dim) == (4, 512)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_neighbours_or_on_threads(encoder: Encoder) -> None:
    texts = ["立案409件", "全会期间共收到提案434件，经审查立案409件。" * 8, "新乡"]
    together = encoder.encode(texts)
    one_by_one = OnnxEncoder(load_folder(), threads=1)
    np.testing.assert_array_equal(together, np.concatenate([one_by_one.encode([text]) for text in texts]))
    assert encoder.fingerprint == one_by_one.fingerprint


def load_folder() -> Path:
    from index.vectors.model_source import fetch_default_model

    return fetch_default_model(Config.from_environment())


@pytest.mark.model
def test_a_question_is_nearest_to_the_passage_that_answers_it(encoder: Encoder) -> None:
    question, *passages = encoder.encode(
        [
            "新乡立案了多少件提案?",
            "全年共征集提案434件，审查立案409件，已全部办复。",
            "明日多云转晴，最高气温12摄氏度。",
            "组织委员赴合肥考察学习科技创新。",
        ]
    )
    scores = np.stack(passages) @ question
    assert scores.argmax() == 0
    assert scores[0] > scores[1] + 0.1


@pytest.mark.model
def test_the_default_path_imports_no_torch() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from index.config import Config; from index.vectors.encoder import load_encoder;"
        "load_encoder(Config.from_environment(model='bge-small-zh-v1.5')).encode(['新乡']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
