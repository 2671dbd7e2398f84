// The errors of an HTTP client, by aiohttp's names.
//
//     ClientError
//       ClientConnectionError            the session was closed meanwhile
//         ClientConnectorError           nobody answers, or nobody has that name
//         ServerDisconnectedError        the server closed the connection
//       ClientPayloadError               the body ended too early
//       ClientResponseError              raise_for_status(), and too many redirects
//     TimeoutError                       `total` is over
//       ServerTimeoutError
//         ConnectionTimeoutError         `connect` or `sock_connect` is over
//         SocketTimeoutError             `sock_read` is over
//
// In aiohttp a ServerTimeoutError is a ClientError, too; here it is a TimeoutError only.
// Source: aiohttp 3.14, aiohttp/client_exceptions.py.
#pragma once

#include <string>
#include <utility>

#include "runtime/core/error.h"

namespace coroscope {

struct ClientError : Error {
    using Error::Error;
};
struct ClientConnectionError : ClientError {
    explicit ClientConnectionError(std::string message)
        : ClientError("ClientConnectionError", std::move(message)) {}

protected:
    using ClientError::ClientError;
};
struct ClientConnectorError : ClientConnectionError {
    explicit ClientConnectorError(std::string message)
        : ClientConnectionError("ClientConnectorError", std::move(message)) {}
};
struct ServerDisconnectedError : ClientConnectionError {
    ServerDisconnectedError()
        : ClientConnectionError("ServerDisconnectedError", "Server disconnected") {}
};
struct ClientPayloadError : ClientError {
    ClientPayloadError() : ClientError("ClientPayloadError", "Response payload is not completed") {}
};
class ClientResponseError : public ClientError {
public:
    ClientResponseError(int status, std::string message)
        : ClientError("ClientResponseError", std::move(message)), status_(status) {}
    [[nodiscard]] int status() const { return status_; }

private:
    int status_;
};

struct ServerTimeoutError : TimeoutError {
protected:
    ServerTimeoutError(std::string type, std::string message) {
        // A TimeoutError names itself; the name that a learner reads is the precise one.
        static_cast<Error&>(*this) = Error(std::move(type), std::move(message));
    }
};
struct ConnectionTimeoutError : ServerTimeoutError {
    explicit ConnectionTimeoutError(std::string message)
        : ServerTimeoutError("ConnectionTimeoutError", std::move(message)) {}
};
struct SocketTimeoutError : ServerTimeoutError {
    SocketTimeoutError()
        : ServerTimeoutError("SocketTimeoutError", "Timeout on reading data from socket") {}
};

}  // namespace coroscope
