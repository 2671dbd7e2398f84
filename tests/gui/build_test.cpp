#include <doctest/doctest.h>
#include <imgui.h>

TEST_CASE("Dear ImGui is linked in the version that its header promises") {
    CHECK(IMGUI_CHECKVERSION());
}
