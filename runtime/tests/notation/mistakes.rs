//! What the compiler says of mistakes: `ui/<mistake>.rs`, with the message beside it.

#[test]
fn each_mistake_has_a_message_at_its_place() {
    trybuild::TestCases::new().compile_fail("tests/notation/ui/*.rs");
}
