#include "gui/app/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <GL/gl.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <memory>
#include <utility>

#include "gui/app/context.h"
#include "gui/app/state_dump.h"
#include "gui/app/window_icon.h"
#include "gui/views/views.h"

namespace coroscope::gui {
namespace {

// After an input the window keeps drawing so long: tooltips open 250 ms after the mouse has come to
// rest.
constexpr double kAwakeSeconds = 0.5;
constexpr double kFrameSeconds = 1.0 / 60.0;
constexpr double kLongestSleepSeconds = 1.0;

// Set by the signals with which a desktop or a terminal ends programs.
volatile std::sig_atomic_t g_asked_to_quit = 0;

Key key_of(int code) {
    static constexpr std::array<std::pair<int, Key>, 22> kKeys{{
        {GLFW_KEY_SPACE, Key::Space},
        {GLFW_KEY_LEFT, Key::Left},
        {GLFW_KEY_RIGHT, Key::Right},
        {GLFW_KEY_UP, Key::Up},
        {GLFW_KEY_DOWN, Key::Down},
        {GLFW_KEY_HOME, Key::Home},
        {GLFW_KEY_END, Key::End},
        {GLFW_KEY_PAGE_UP, Key::PageUp},
        {GLFW_KEY_PAGE_DOWN, Key::PageDown},
        {GLFW_KEY_ESCAPE, Key::Escape},
        {GLFW_KEY_ENTER, Key::Enter},
        {GLFW_KEY_TAB, Key::Tab},
        {GLFW_KEY_BACKSPACE, Key::Backspace},
        {GLFW_KEY_DELETE, Key::Delete},
        {GLFW_KEY_F1, Key::F1},
        {GLFW_KEY_F3, Key::F3},
        {GLFW_KEY_PERIOD, Key::Period},
        {GLFW_KEY_COMMA, Key::Comma},
        {GLFW_KEY_LEFT_BRACKET, Key::BracketLeft},
        {GLFW_KEY_RIGHT_BRACKET, Key::BracketRight},
        {GLFW_KEY_SLASH, Key::Slash},
        {GLFW_KEY_KP_ENTER, Key::Enter},
    }};
    if (code >= GLFW_KEY_A && code <= GLFW_KEY_Z) {
        return static_cast<Key>(static_cast<int>(Key::A) + code - GLFW_KEY_A);
    }
    for (const int first : {GLFW_KEY_1, GLFW_KEY_KP_1}) {
        if (code >= first && code < first + 9) {
            return static_cast<Key>(static_cast<int>(Key::Digit1) + code - first);
        }
    }
    for (const auto& [known, key] : kKeys) {
        if (known == code) {
            return key;
        }
    }
    return Key::None;
}

struct Closer {
    void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};

class Window {
public:
    Window(const Options& options, Session& session, Keeper& keeper)
        : options_(options), session_(session), keeper_(keeper), dump_(options.dump_state) {}
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    bool open();
    void run();

private:
    void add_callbacks();
    void start_imgui();
    [[nodiscard]] float scale_of_monitor() const;
    bool take_scale();
    void load_fonts_for_size();
    void remember_size();
    void draw_frame();
    void set_title();
    [[nodiscard]] bool awake() const;

    static Window& of(GLFWwindow* window) {
        return *static_cast<Window*>(glfwGetWindowUserPointer(window));
    }

    const Options& options_;
    Session& session_;
    Keeper& keeper_;
    StateDump dump_;
    std::unique_ptr<GLFWwindow, Closer> window_;
    Ui ui_;
    ViewState state_;
    bool glfw_ = false;
    bool imgui_ = false;
    bool small_fonts_ = false;
    bool wants_select_ = true;
    double awake_until_ = 0.0;
    double seen_scale_ = 0.0;  ///< of the settings
    std::string title_;
};

Window::~Window() {
    if (imgui_) {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    window_.reset();
    if (glfw_) {
        glfwTerminate();
    }
}

bool Window::open() {
    glfwSetErrorCallback([](int, const char*) {});  // open() says it in our words
    glfw_ = glfwInit() == GLFW_TRUE;
    if (!glfw_) {
        return false;
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, options_.scale > 0.0F ? GLFW_FALSE : GLFW_TRUE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "coroscope");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "coroscope");
    window_.reset(glfwCreateWindow(options_.width, options_.height, "Coroscope", nullptr, nullptr));
    if (!window_) {
        return false;
    }
    set_window_icon(window_.get());
    glfwMakeContextCurrent(window_.get());
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(window_.get(), 640, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    add_callbacks();
    start_imgui();
    return true;
}

// Before ImGui's own, which call the ones they find.
void Window::add_callbacks() {
    glfwSetWindowUserPointer(window_.get(), this);
    glfwSetDropCallback(window_.get(), [](GLFWwindow* window, int count, const char** paths) {
        of(window).session_.open_files({paths, paths + count});
    });
    glfwSetWindowRefreshCallback(window_.get(),
                                 [](GLFWwindow* window) { of(window).draw_frame(); });
    ui_.key_presses.emplace();
    glfwSetKeyCallback(window_.get(), [](GLFWwindow* window, int code, int, int action, int mods) {
        const Key key = key_of(code);
        if (action != GLFW_RELEASE && key != Key::None && (mods & GLFW_MOD_ALT) == 0) {
            of(window).ui_.key_presses->push_back({key, (mods & GLFW_MOD_CONTROL) != 0,
                                                   (mods & GLFW_MOD_SHIFT) != 0,
                                                   action == GLFW_REPEAT});
        }
    });
}

void Window::start_imgui() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window_.get(), true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    imgui_ = true;
    seen_scale_ = session_.settings.ui_scale;
    ui_.scale = options_.scale > 0.0F ? options_.scale : scale_of_monitor();
    int width = 0;
    int height = 0;
    glfwGetWindowSize(window_.get(), &width, &height);
    small_fonts_ = is_small_window(static_cast<float>(width) / ui_.scale);
    const FontReport report = load_fonts({ui_.scale, small_fonts_});
    ui_.fonts = report.fonts;
    if (!report.problem.empty()) {
        std::fprintf(stderr, "%s\n", report.problem.c_str());
    }
    if (!report.chinese) {
        session_.settings.language = Language::English;  // rather than question marks
    }
}

float Window::scale_of_monitor() const {
    float x = 1.0F;
    float y = 1.0F;
    glfwGetWindowContentScale(window_.get(), &x, &y);
    return std::clamp(std::max(x, y), 1.0F, 4.0F);
}

// The scale can be changed in the settings while the window is open.
bool Window::take_scale() {
    const double wanted = session_.settings.ui_scale;
    if (wanted == seen_scale_) {
        return false;
    }
    seen_scale_ = wanted;
    const float scale = wanted >= 1.0 ? static_cast<float>(wanted) : scale_of_monitor();
    return std::exchange(ui_.scale, scale) != scale;
}

// The sentence is set smaller in a small window, so its size decides about the atlas.
void Window::load_fonts_for_size() {
    int width = 0;
    int height = 0;
    glfwGetWindowSize(window_.get(), &width, &height);
    const bool scaled = take_scale();
    const bool small = is_small_window(static_cast<float>(width) / ui_.scale);
    if (width == 0 || (small == small_fonts_ && !scaled)) {
        return;
    }
    small_fonts_ = small;
    ui_.fonts = load_fonts({ui_.scale, small}).fonts;
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Window::set_title() {
    const std::string run = session_.run_name();
    const std::string title = run.empty() ? "Coroscope" : "Coroscope — " + run;
    if (title != title_) {
        title_ = title;
        glfwSetWindowTitle(window_.get(), title.c_str());
    }
}

void Window::remember_size() {
    int width = 0;
    int height = 0;
    glfwGetWindowSize(window_.get(), &width, &height);
    if (width > 0 && height > 0 &&
        glfwGetWindowAttrib(window_.get(), GLFW_MAXIMIZED) == GLFW_FALSE) {
        session_.settings.window = {width, height};
    }
}

void Window::draw_frame() {
    load_fonts_for_size();
    remember_size();
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window_.get(), &width, &height);
    if (width <= 0 || height <= 0) {
        return;
    }
    apply_style(ui_);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    draw_window(ui_, session_, state_);
    ImGui::Render();
    if (wants_select_ && !session_.loading()) {
        wants_select_ = false;
        if (!options_.select.empty()) {
            session_.select_name(options_.select);
        }
    }
    const look::Color ground = ui_.base().window;
    glViewport(0, 0, width, height);
    glClearColor(static_cast<float>(ground.r) / 255.0F, static_cast<float>(ground.g) / 255.0F,
                 static_cast<float>(ground.b) / 255.0F, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window_.get());
    set_title();
    dump_.write(session_, ui_);
    keeper_.keep(session_, glfwGetTime());
}

bool Window::awake() const {
    return session_.playback.playing() || session_.busy() || session_.changing_axis() ||
           (session_.comparison().is_open() && !session_.comparison().shown()) ||
           session_.choices.searching() || session_.previews.working() ||
           session_.notice().has_value() || glfwGetTime() < awake_until_;
}

void Window::run() {
    awake_until_ = glfwGetTime() + kAwakeSeconds;
    double drawn = 0.0;
    while (glfwWindowShouldClose(window_.get()) == GLFW_FALSE && !session_.quit &&
           g_asked_to_quit == 0) {
        if (awake()) {
            // Xvfb and some drivers do not wait for the screen: neither draw faster than it.
            const double rest = kFrameSeconds - (glfwGetTime() - drawn);
            if (rest > 0.0) {
                glfwWaitEventsTimeout(rest);
            } else {
                glfwPollEvents();
            }
            if (glfwGetTime() - drawn < kFrameSeconds * 0.9) {
                continue;
            }
        } else {
            const double before = glfwGetTime();
            glfwWaitEventsTimeout(kLongestSleepSeconds);
            if (glfwGetTime() - before >= kLongestSleepSeconds * 0.99) {
                keeper_.keep(session_, glfwGetTime());
                continue;  // nothing happened
            }
            awake_until_ = glfwGetTime() + kAwakeSeconds;
        }
        drawn = glfwGetTime();
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        draw_frame();
        const ImVec2 now = ImGui::GetIO().MousePos;
        if (mouse.x != now.x || mouse.y != now.y || ImGui::IsAnyItemActive()) {
            awake_until_ = std::max(awake_until_, glfwGetTime() + kAwakeSeconds);
        }
    }
}

}  // namespace

int run_window(const Options& options, Session& session, Keeper& keeper) {
    Window window(options, session, keeper);
    if (!window.open()) {
        std::fprintf(stderr,
                     "coroscope: no window can be opened: there is no display, or it has no OpenGL "
                     "3.3: use --screenshot FILE.png, "
                     "or set DISPLAY\n");
        return 2;
    }
    for (const int signal : {SIGINT, SIGTERM}) {
        std::signal(signal, [](int) { g_asked_to_quit = 1; });
    }
    window.run();
    keeper.finish(session);
    return 0;
}

}  // namespace coroscope::gui
