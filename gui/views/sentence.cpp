#include "gui/views/sentence.h"

#include <cmath>

#include "gui/views/line_break.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

// A piece of a line that is never broken: a word, or a name with its badge.
struct Atom {
    enum class Mark : std::uint8_t { None, Badge, Icon };
    ImFont* font = nullptr;
    std::string_view text;
    look::Color ink;
    Mark mark = Mark::None;
    std::string_view icon;
    std::uint32_t id = 0;
    Role role = Role::Plain;
    float mark_width = 0.0F;
    float width = 0.0F;  // with its mark
    float space = 0.0F;  // of the blanks at its end, not part of width
    bool glued = false;  // no break before it
};

struct Line {
    std::size_t first = 0;
    std::size_t last = 0;
};

class Flow {
public:
    Flow(const Ui& ui, const Session& session, const SentenceStyle& style)
        : ui_(ui), session_(session), style_(style) {}

    void add(const Lead& lead);
    void add(const Sentence& sentence);
    [[nodiscard]] std::vector<Line> lines(float width) const;
    [[nodiscard]] const std::vector<Atom>& atoms() const { return atoms_; }

private:
    void add_text(ImFont* font, std::string_view text, look::Color ink, const Piece& piece);
    void add_name(ImFont* font, const Piece& piece);

    const Ui& ui_;
    const Session& session_;
    const SentenceStyle& style_;
    std::vector<Atom> atoms_;
};

void Flow::add(const Lead& lead) {
    Atom icon;
    icon.font = ui_.fonts.body;
    icon.mark = Atom::Mark::Icon;
    icon.icon = lead.icon;
    icon.ink = lead.ink;
    icon.mark_width = icon.width = Ui::width(ui_.fonts.sentence, lead.icon);
    icon.space = ui_.px(6.0F);
    icon.font = ui_.fonts.sentence;
    if (!lead.icon.empty()) {
        atoms_.push_back(icon);
    }
    if (!lead.text.empty()) {
        add_text(style_.strong, lead.text, lead.ink, {});
        atoms_.back().space = Ui::width(style_.plain, " ");
    }
}

void Flow::add(const Sentence& sentence) {
    if (style_.lead) {
        add(*style_.lead);
    }
    for (const Piece& piece : sentence) {
        switch (piece.role) {
        case Role::Plain: add_text(style_.plain, piece.text, style_.ink, piece); break;
        case Role::Task: add_name(style_.strong, piece); break;
        case Role::Resource: add_name(style_.mono, piece); break;
        case Role::Quantity:
        case Role::Line:
        case Role::Code: add_text(style_.mono, piece.text, style_.ink, piece); break;
        }
    }
}

void Flow::add_text(ImFont* font, std::string_view text, look::Color ink, const Piece& piece) {
    bool first = true;
    for (std::string_view word : break_words(text)) {
        Atom atom;
        atom.font = font;
        atom.ink = ink;
        atom.role = piece.role;
        atom.id = piece.id;
        const std::size_t end = word.find_last_not_of(' ') + 1;
        atom.text = word.substr(0, end);
        atom.space = Ui::width(style_.plain, word.substr(end));
        atom.width = Ui::width(font, atom.text);
        const bool after_space = !atoms_.empty() && atoms_.back().space > 0.0F;
        const bool wide = !atom.text.empty() && is_wide(first_code_point(atom.text).value);
        atom.glued = first && !atoms_.empty() && !after_space &&
                     (!wide || closes(first_code_point(atom.text).value));
        first = false;
        if (atom.text.empty() && !atoms_.empty()) {
            atoms_.back().space += atom.space;
        } else {
            atoms_.push_back(atom);
        }
    }
}

void Flow::add_name(ImFont* font, const Piece& piece) {
    Atom atom;
    atom.font = font;
    atom.text = piece.text;
    atom.ink = style_.ink;
    atom.role = piece.role;
    atom.id = piece.id;
    if (piece.role == Role::Task && piece.id != 0 && style_.badges) {
        atom.mark = Atom::Mark::Badge;
        atom.mark_width = ui_.px(look::kSize.badge_w) + ui_.px(5.0F);
    } else if (piece.role == Role::Resource && style_.badges) {
        const ResourceInfo* resource = session_.timeline().resource(piece.id);
        atom.icon = resource != nullptr ? resource_icon(resource->type) : std::string_view{};
        if (!atom.icon.empty()) {
            atom.mark = Atom::Mark::Icon;
            atom.mark_width = Ui::width(ui_.fonts.small, atom.icon) + ui_.px(4.0F);
        }
    }
    atom.width = atom.mark_width + Ui::width(font, atom.text);
    atoms_.push_back(atom);
}

std::vector<Line> Flow::lines(float width) const {
    std::vector<Line> lines;
    std::size_t begin = 0;
    float x = 0.0F;
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
        const Atom& atom = atoms_[i];
        if (i > begin && x + atom.width > width + 0.5F) {
            std::size_t cut = i;
            while (cut > begin + 1 && atoms_[cut].glued) {
                --cut;
            }
            if (atoms_[cut].glued) {
                cut = i;
            }
            lines.push_back({begin, cut});
            begin = cut;
            x = 0.0F;
            for (std::size_t k = cut; k < i; ++k) {
                x += atoms_[k].width + atoms_[k].space;
            }
        }
        x += atom.width + atom.space;
    }
    if (begin < atoms_.size()) {
        lines.push_back({begin, atoms_.size()});
    }
    return lines;
}

void draw_atom(Ui& ui, Session& session, const std::string& label, const Atom& atom,
               const Rect& line) {
    float x = line.x0;
    const float middle = line.center_y();
    if (atom.mark == Atom::Mark::Badge) {
        badge(ui, session.badge(atom.id), x, middle);
    } else if (atom.mark == Atom::Mark::Icon) {
        ImFont* font = atom.role == Role::Resource ? ui.fonts.small : atom.font;
        const look::Color ink = atom.role == Role::Resource ? ui.base().text_3 : atom.ink;
        ui.text(font, {x, line.y0, x + atom.mark_width, line.y1}, color(ink), atom.icon);
    }
    x += atom.mark_width;
    if (atom.text.empty()) {
        return;
    }
    const Rect drawn =
        ui.text(atom.font, {x, line.y0, x + atom.width - atom.mark_width + 1.0F, line.y1},
                color(atom.ink), atom.text);
    if ((atom.role != Role::Task && atom.role != Role::Resource) || atom.id == 0) {
        return;
    }
    const Rect area{line.x0, line.y0, drawn.x1, line.y1};
    if (ui.hit(label, area)) {
        if (atom.role == Role::Task) {
            session.select_task(atom.id);
        } else {
            session.select_resource(atom.id);
        }
    }
    if (ImGui::IsItemHovered()) {
        ui.horizontal(drawn.x0, drawn.x1, std::round(drawn.y1 - ui.px(1.0F)),
                      color(ui.base().text_3));
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
}

}  // namespace

SentenceStyle sentence_style(const Ui& ui) {
    const float line =
        ui.fonts.sentence == nullptr || ui.fonts.sentence->FontSize > ui.px(18.0F) ? 25.0F : 22.0F;
    return {ui.fonts.sentence, ui.fonts.sentence_strong, ui.fonts.sentence_mono,
            ui.px(line),       ui.base().text,           true,
            std::nullopt};
}

SentenceStyle body_style(const Ui& ui) {
    return {ui.fonts.body, ui.fonts.body_strong, ui.fonts.mono, ui.px(20.0F), ui.base().text,
            true,          std::nullopt};
}

float draw_sentence(Ui& ui, Session& session, const SentencePlace& place, const Sentence& sentence,
                    const SentenceStyle& style) {
    const auto& [label, room] = place;
    Flow flow(ui, session, style);
    flow.add(sentence);
    float y = room.y0;
    for (const Line& line : flow.lines(room.width())) {
        float x = room.x0;
        for (std::size_t i = line.first; i < line.last; ++i) {
            const Atom& atom = flow.atoms()[i];
            draw_atom(ui, session, label + "/" + std::to_string(i), atom,
                      {x, y, x + atom.width, y + style.line_height});
            x += atom.width + atom.space;
        }
        y += style.line_height;
    }
    return y - room.y0;
}

float sentence_height(const Ui& ui, const Session& session, float width, const Sentence& sentence,
                      const SentenceStyle& style) {
    Flow flow(ui, session, style);
    flow.add(sentence);
    return static_cast<float>(flow.lines(width).size()) * style.line_height;
}

std::string_view resource_icon(ResourceType type) {
    const look::Icons& icon = look::kIcon;
    switch (type) {
    case ResourceType::Lock: return icon.lock;
    case ResourceType::Semaphore: return icon.semaphore;
    case ResourceType::Condition:
    case ResourceType::Barrier:
    case ResourceType::Event: return icon.event;
    case ResourceType::Queue: return icon.queue;
    case ResourceType::Gather:
    case ResourceType::Wait:
    case ResourceType::AsCompleted:
    case ResourceType::Shield:
    case ResourceType::Executor:
    case ResourceType::Place:
    case ResourceType::TaskGroup: return icon.task;
    case ResourceType::Counter:
    case ResourceType::Local:
    case ResourceType::Variable: return icon.variable;
    case ResourceType::Future:
    case ResourceType::None: return "";
    }
    return "";
}

}  // namespace coroscope::gui
