#include "runtime/world/row_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace coroscope {

std::string words(const RowKey& row) { return fmt::format("{} {}", row.first, row.second); }

void RowStore::put(const RowKey& key, SqlRow row) {
    row.key = key.second;
    std::int64_t& last = last_keys_[key.first];
    last = std::max(last, key.second);
    shown_[key] = std::make_unique<Shared<std::string>>(words(key), row.words());
    rows_[key] = {Version{.number = 0, .row = std::move(row)}};
}

std::optional<SqlRow> RowStore::find(const RowKey& key, CommitNumber snapshot,
                                     const std::vector<RowWrite>& own) const {
    for (const RowWrite& write : own | std::views::reverse) {
        if (write.key == key) {
            return write.row;
        }
    }
    const auto found = rows_.find(key);
    if (found == rows_.end()) {
        return std::nullopt;
    }
    for (const Version& version : found->second | std::views::reverse) {
        if (version.number <= snapshot) {
            return version.row;
        }
    }
    return std::nullopt;
}

std::vector<SqlRow> RowStore::all(const std::string& table, CommitNumber snapshot,
                                  const std::vector<RowWrite>& own) const {
    std::map<RowKey, bool> keys;
    for (auto it = rows_.lower_bound({table, INT64_MIN}); it != rows_.end(); ++it) {
        if (it->first.first != table) {
            break;
        }
        keys.emplace(it->first, true);
    }
    for (const RowWrite& write : own) {
        if (write.key.first == table) {
            keys.emplace(write.key, true);
        }
    }
    std::vector<SqlRow> result;
    for (const RowKey& key : keys | std::views::keys) {
        if (auto row = find(key, snapshot, own)) {
            result.push_back(std::move(*row));
        }
    }
    return result;
}

CommitNumber RowStore::changed_at(const RowKey& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? 0 : found->second.back().number;
}

void RowStore::commit(const std::vector<RowWrite>& writes) {
    if (writes.empty()) {
        return;
    }
    ++last_;
    for (const RowWrite& write : writes) {
        std::vector<Version>& versions = rows_[write.key];
        if (!versions.empty() && versions.back().number == last_) {
            versions.pop_back();  // changed twice by this transaction
        }
        versions.push_back({last_, write.row});
    }
    std::map<RowKey, const RowWrite*> last;
    for (const RowWrite& write : writes) {
        last[write.key] = &write;
    }
    for (const auto& [key, write] : last) {
        if (const auto shown = shown_.find(key); shown != shown_.end()) {
            shown->second->write(write->row ? write->row->words() : "deleted");
        }
    }
}

std::int64_t RowStore::next_key(const std::string& table) { return ++last_keys_[table]; }

void RowStore::show_read(const RowKey& key) const {
    if (const auto shown = shown_.find(key); shown != shown_.end()) {
        (void)shown->second->read();
    }
}

}  // namespace coroscope
