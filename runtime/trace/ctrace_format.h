// The numbers of the native file's layout, which docs/trace-format.md describes. Private to
// ctrace_*.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace coroscope::detail {

inline constexpr std::string_view kCtraceMagic = "COROSCOPE-TRACE\n";
inline constexpr std::uint16_t kCtraceMajor = 1;  ///< readers refuse a newer one
inline constexpr std::uint16_t kCtraceMinor = 0;  ///< readers leave out what they do not know
inline constexpr std::size_t kCtraceHeaderSize = 20;
inline constexpr std::size_t kSectionHeaderSize = 8;

/// First byte of a section's content.
enum class Section : std::uint8_t { Info = 'I', Texts = 'T', Sites = 'S', Events = 'V', End = 'E' };

/// A section may not become more bytes in memory than this times its size in the file. Writers fill
/// it up with zeros where it compresses better, readers refuse it where it claims more.
inline constexpr std::size_t kMostExpansion = 256;
/// What a text or a source line costs in memory beside its characters.
inline constexpr std::size_t kTextCost = 64;

}  // namespace coroscope::detail
