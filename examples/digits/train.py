"""Trains and evaluates a classifier of handwritten digits: the network's main job.

The data are the 1,797 scans of 8 x 8 pixels that ship inside scikit-learn. Two operators must come to
the same bytes on different machines, so nothing here depends on the processor: pixels are whole
numbers, trees are split by counting, accuracy is a fraction of whole numbers, and no matrix is
multiplied. The random numbers are those of NumPy's frozen generator.
"""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path

import numpy
import sklearn
from sklearn.datasets import load_digits
from sklearn.ensemble import ExtraTreesClassifier

from picture import confusion_picture

SEED = 20
TEST_IMAGES = 450
FOLDS = 5
# How many pixels a tree looks at before each split.
CANDIDATES = (4, 8, 16)
TREES = 100
FINAL_TREES = 500
TREES_AT_ONCE = 50


def say(line):
    """Standard output is the job's live log."""
    print(line, flush=True)


def forest(pixels, trees):
    return ExtraTreesClassifier(
        n_estimators=trees, max_features=pixels, random_state=SEED, n_jobs=1, warm_start=True
    )


def right(model, images, labels):
    """How many images the model names rightly."""
    return int(numpy.count_nonzero(model.predict(images) == labels))


def choose(images, labels):
    """The candidate that does best in cross-validation; of equals the first."""
    parts = numpy.array_split(numpy.arange(len(labels)), FOLDS)
    best = (-1, None)
    for pixels in CANDIDATES:
        total = 0
        for fold, part in enumerate(parts, start=1):
            rest = numpy.setdiff1d(numpy.arange(len(labels)), part)
            model = forest(pixels, TREES).fit(images[rest], labels[rest])
            count = right(model, images[part], labels[part])
            total += count
            say(f"validate  {pixels:>2} pixels a split, fold {fold} of {FOLDS}: {count} of {len(part)} right")
        say(f"validate  {pixels:>2} pixels a split: {100 * total / len(labels):.2f} %")
        if total > best[0]:
            best = (total, pixels)
    return best[1]


def train(pixels, images, labels, test_images, test_labels):
    """Grows the final forest, some trees at a time."""
    model = forest(pixels, 0)
    for trees in range(TREES_AT_ONCE, FINAL_TREES + 1, TREES_AT_ONCE):
        model.set_params(n_estimators=trees).fit(images, labels)
        count = right(model, test_images, test_labels)
        say(f"train     {trees:>3} of {FINAL_TREES} trees: {100 * count / len(test_labels):.2f} % of the test images")
    return model


def main():
    output = Path(os.environ.get("IONET_OUTPUT", "."))
    say(f"python {sys.version.split()[0]}, numpy {numpy.__version__}, scikit-learn {sklearn.__version__}")
    images, labels = load_digits(return_X_y=True)
    order = numpy.random.RandomState(SEED).permutation(len(labels))
    test, rest = order[:TEST_IMAGES], order[TEST_IMAGES:]
    say(f"data      {len(labels)} images: {len(rest)} to train on, {len(test)} to test with")

    pixels = choose(images[rest], labels[rest])
    model = train(pixels, images[rest], labels[rest], images[test], labels[test])

    predicted = model.predict(images[test])
    matrix = numpy.zeros((10, 10), dtype=int)
    numpy.add.at(matrix, (labels[test], predicted), 1)
    correct = int(matrix.trace())
    lines = ["image,label,predicted"]
    lines += [f"{image},{label},{guess}" for image, label, guess in zip(test, labels[test], predicted)]
    predictions = "\n".join(lines) + "\n"
    result = {
        "accuracy": f"{correct / TEST_IMAGES:.4f}",
        "correct": correct,
        "test_images": TEST_IMAGES,
        "pixels_a_split": pixels,
        "trees": FINAL_TREES,
        "confusion_matrix": matrix.tolist(),
        "predictions_sha256": sha256(predictions.encode()).hexdigest(),
    }
    (output / "predictions.csv").write_text(predictions)
    (output / "result.json").write_text(json.dumps(result, indent=1) + "\n")
    (output / "confusion-matrix.png").write_bytes(confusion_picture(matrix.tolist()))
    say(f"result    {correct} of {TEST_IMAGES} right: accuracy {result['accuracy']}")


if __name__ == "__main__":
    main()
