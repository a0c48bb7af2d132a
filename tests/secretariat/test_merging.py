from orchestrator.secretariat.merging import difference, merge

NAMES = ("forum.yaml", "revision 2")
BASE = "a\nb\nc\nd\ne\n"


def test_what_only_one_side_changed_is_taken() -> None:
    merged = merge(BASE, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", NAMES)
    assert (merged.text, merged.conflicts) == ("A\nb\nc\nd\nE\n", 0)


def test_lines_added_and_taken_out_on_either_side_are_kept_so() -> None:
    merged = merge(BASE, "0\na\nb\nc\nd\ne\n", "a\nc\nd\ne\nf\n", NAMES)
    assert (merged.text, merged.conflicts) == ("0\na\nc\nd\ne\nf\n", 0)


def test_what_both_changed_alike_stands_once() -> None:
    merged = merge(BASE, "a\nb\nX\nd\ne\n", "a\nb\nX\nd\ne\n", NAMES)
    assert (merged.text, merged.conflicts) == ("a\nb\nX\nd\ne\n", 0)


def test_what_both_changed_differently_stands_twice_and_is_counted() -> None:
    merged = merge(BASE, "a\nb\nX\nd\ne", "a\nb\nY\nd\ne\n", NAMES)
    assert merged.conflicts == 1
    assert merged.text == ("a\nb\n<<<<<<< forum.yaml\nX\n=======\nY\n>>>>>>> revision 2\nd\ne\n")


def test_a_last_line_without_its_end_does_not_run_into_a_marker() -> None:
    merged = merge("a", "b", "c", NAMES)
    assert merged.text == "<<<<<<< forum.yaml\nb\n=======\nc\n>>>>>>> revision 2\n"


def test_the_difference_names_both_texts() -> None:
    assert difference("a\n", "b\n", NAMES).splitlines()[:2] == [
        "--- forum.yaml",
        "+++ revision 2",
    ]
