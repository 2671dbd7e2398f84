// What differs between Dear ImGui 1.86 (Debian 12) and later versions. Nothing else asks for the
// version.
#pragma once

#include <imgui.h>

#include "gui/model/keys.h"
#include "gui/views/rect.h"

namespace coroscope::gui::compat {

// Keys. Before 1.87 a key is the number that the platform gives it: with GLFW, its key code.
#if IMGUI_VERSION_NUM >= 18700
using NativeKey = ImGuiKey;
#else
using NativeKey = int;
#endif
[[nodiscard]] NativeKey native(Key key);

[[nodiscard]] inline bool pressed(Key key, bool repeat) {
    return ImGui::IsKeyPressed(native(key), repeat);
}

// Input by hand, for tests.
void set_mouse_position(float x, float y);
void set_mouse_button(int button, bool down);
void add_mouse_wheel(float delta);
void set_key(Key key, bool down);
void set_modifiers(bool control, bool shift);

/// What a backend says of itself, for a context that has none. Requires: the fonts are loaded.
void prepare_null_backend();
/// After ImGui::Render() in a context without a renderer.
void finish_null_frame();

inline void push_font(ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
    ImGui::PushFont(font, 0.0F);
#else
    ImGui::PushFont(font);
#endif
}

inline void add_rect(ImDrawList& list, const Rect& rect, ImU32 color, float rounding,
                     float thickness) {
#if IMGUI_VERSION_NUM >= 19280
    list.AddRect(rect.min(), rect.max(), color, rounding, thickness);
#else
    list.AddRect(rect.min(), rect.max(), color, rounding, ImDrawFlags_None, thickness);
#endif
}

inline void stroke_path(ImDrawList& list, ImU32 color, float thickness, bool closed = false) {
    const ImDrawFlags flags = closed ? ImDrawFlags_Closed : ImDrawFlags_None;
#if IMGUI_VERSION_NUM >= 19280
    list.PathStroke(color, thickness, flags);
#else
    list.PathStroke(color, flags, thickness);
#endif
}

inline int list_count(const ImDrawData& data) {
#if IMGUI_VERSION_NUM >= 19000
    return data.CmdLists.Size;
#else
    return data.CmdListsCount;
#endif
}

inline bool begin_child(const char* name, ImVec2 size, ImGuiWindowFlags flags) {
#if IMGUI_VERSION_NUM >= 19000
    return ImGui::BeginChild(name, size, ImGuiChildFlags_None, flags);
#else
    return ImGui::BeginChild(name, size, false, flags);
#endif
}

}  // namespace coroscope::gui::compat
