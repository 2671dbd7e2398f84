// xml_problem: a strict look at XML as our exports write it: one root, balanced tags, quoted
// attributes, known entities, no character that XML 1.0 forbids.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coroscope {

/// "" or what is wrong and near which byte.
[[nodiscard]] std::string xml_problem(std::string_view document);
/// The contents of all elements of this name without children, as they stand there.
[[nodiscard]] std::vector<std::string> xml_texts(std::string_view document, std::string_view name);
/// How often a text occurs.
[[nodiscard]] std::size_t count_of(std::string_view document, std::string_view part);

}  // namespace coroscope
