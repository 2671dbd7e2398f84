#include "gui/views/compat.h"

#include <array>
#include <utility>

namespace coroscope::gui::compat {
namespace {

#if IMGUI_VERSION_NUM >= 18700
NativeKey letter(int index) { return static_cast<NativeKey>(ImGuiKey_A + index); }
NativeKey digit(int number) { return static_cast<NativeKey>(ImGuiKey_0 + number); }
constexpr std::array<std::pair<Key, NativeKey>, 23> kNative{{
    {Key::Space, ImGuiKey_Space},
    {Key::Left, ImGuiKey_LeftArrow},
    {Key::Right, ImGuiKey_RightArrow},
    {Key::Up, ImGuiKey_UpArrow},
    {Key::Down, ImGuiKey_DownArrow},
    {Key::Home, ImGuiKey_Home},
    {Key::End, ImGuiKey_End},
    {Key::PageUp, ImGuiKey_PageUp},
    {Key::PageDown, ImGuiKey_PageDown},
    {Key::Escape, ImGuiKey_Escape},
    {Key::Enter, ImGuiKey_Enter},
    {Key::Tab, ImGuiKey_Tab},
    {Key::Backspace, ImGuiKey_Backspace},
    {Key::Delete, ImGuiKey_Delete},
    {Key::F1, ImGuiKey_F1},
    {Key::F3, ImGuiKey_F3},
    {Key::Period, ImGuiKey_Period},
    {Key::Comma, ImGuiKey_Comma},
    {Key::BracketLeft, ImGuiKey_LeftBracket},
    {Key::BracketRight, ImGuiKey_RightBracket},
    {Key::Slash, ImGuiKey_Slash},
    {Key::Question, ImGuiKey_None},
    {Key::None, ImGuiKey_None},
}};
#else
// GLFW's key codes: imgui_impl_glfw stores io.KeysDown[code].
NativeKey letter(int index) { return 'A' + index; }
NativeKey digit(int number) { return '0' + number; }
constexpr std::array<std::pair<Key, NativeKey>, 23> kNative{{
    {Key::Space, 32},      {Key::Left, 263},    {Key::Right, 262},      {Key::Up, 265},
    {Key::Down, 264},      {Key::Home, 268},    {Key::End, 269},        {Key::PageUp, 266},
    {Key::PageDown, 267},  {Key::Escape, 256},  {Key::Enter, 257},      {Key::Tab, 258},
    {Key::Backspace, 259}, {Key::Delete, 261},  {Key::F1, 290},         {Key::F3, 292},
    {Key::Period, 46},     {Key::Comma, 44},    {Key::BracketLeft, 91}, {Key::BracketRight, 93},
    {Key::Slash, 47},      {Key::Question, -1}, {Key::None, -1},
}};
#endif

}  // namespace

NativeKey native(Key key) {
    if (key >= Key::A && key <= Key::Z) {
        return letter(static_cast<int>(key) - static_cast<int>(Key::A));
    }
    if (key >= Key::Digit1 && key <= Key::Digit9) {
        return digit(1 + static_cast<int>(key) - static_cast<int>(Key::Digit1));
    }
    for (const auto& [ours, theirs] : kNative) {
        if (ours == key) {
            return theirs;
        }
    }
    return kNative.back().second;
}

void set_mouse_position(float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMousePosEvent(x, y);
#else
    io.MousePos = ImVec2(x, y);
#endif
}

void set_mouse_button(int button, bool down) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMouseButtonEvent(button, down);
#else
    io.MouseDown[button] = down;
#endif
}

void add_mouse_wheel(float delta) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddMouseWheelEvent(0.0F, delta);
#else
    io.MouseWheel += delta;
#endif
}

void set_key(Key key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(native(key), down);
#else
    io.KeysDown[native(key)] = down;
#endif
}

void set_modifiers(bool control, bool shift) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
    io.AddKeyEvent(ImGuiMod_Ctrl, control);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
#else
    io.KeyCtrl = control;
    io.KeyShift = shift;
#endif
}

void prepare_null_backend() {
    ImGuiIO& io = ImGui::GetIO();
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
#if IMGUI_VERSION_NUM >= 19200
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
#if IMGUI_VERSION_NUM < 18700
    // The keys that text fields use.
    static constexpr std::array<std::pair<ImGuiKey_, Key>, 14> kMap{{
        {ImGuiKey_Tab, Key::Tab},
        {ImGuiKey_LeftArrow, Key::Left},
        {ImGuiKey_RightArrow, Key::Right},
        {ImGuiKey_UpArrow, Key::Up},
        {ImGuiKey_DownArrow, Key::Down},
        {ImGuiKey_Home, Key::Home},
        {ImGuiKey_End, Key::End},
        {ImGuiKey_Delete, Key::Delete},
        {ImGuiKey_Backspace, Key::Backspace},
        {ImGuiKey_Enter, Key::Enter},
        {ImGuiKey_Escape, Key::Escape},
        {ImGuiKey_A, Key::A},
        {ImGuiKey_C, Key::C},
        {ImGuiKey_V, Key::V},
    }};
    for (const auto& [theirs, ours] : kMap) {
        io.KeyMap[theirs] = native(ours);
    }
#endif
}

void finish_null_frame() {
#if IMGUI_VERSION_NUM >= 19200
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantCreate ||
            texture->Status == ImTextureStatus_WantUpdates) {
            texture->SetTexID(ImTextureID{1});
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
    }
#endif
}

}  // namespace coroscope::gui::compat
