"""What PostgreSQL and the way to it can say, as our code and a sentence."""

from __future__ import annotations

import psycopg

_STATES: tuple[tuple[str, str, str], ...] = (
    ("28P01", "password", "数据库服务器不接受用户名或密码（{}）。请核对密码文件，或向管理员核对。"),
    ("28", "password", "数据库服务器不允许这个用户从本机登录（{}）。请管理员检查服务器的登录设置。"),
    ("3D000", "no-database", "服务器上没有这个数据库（{}）。请管理员先建立数据库，或核对连接地址。"),
    ("42501", "no-permission", "数据库用户没有所需的权限（{}）。请管理员授权。"),
    ("53100", "disk-full", "数据库服务器磁盘空间不足，没有写入，已有数据未受影响。请管理员清理磁盘后重做这一步。"),
    ("53300", "busy", "数据库服务器的连接已满。请稍候重试，或请管理员增加允许的连接数。"),
    ("55P03", "busy", "另一台电脑正在写入，等了20秒仍未结束，这一步没有保存。请稍候重做。"),
    ("40", "busy", "与另一台电脑的操作相遇，这一步没有保存。请重做。"),
    ("25006", "read-only", "数据库服务器目前只允许查看（{}），没有写入。请联系管理员。"),
    ("57P03", "server-absent", "数据库服务器正在启动或停止。请稍候重试。"),
    ("57P", "connection-lost", "数据库服务器中断了连接。没有提示保存成功的操作，请重新打开、查看后再重做。"),
    ("08", "connection-lost", "与数据库服务器的连接中断。没有提示保存成功的操作，请重新打开、查看后再重做。"),
    ("XX001", "corrupt", "数据库服务器报告数据损坏（{}）。请停止使用并联系管理员，从备份恢复。"),
    ("XX002", "corrupt", "数据库服务器报告索引损坏（{}）。请联系管理员检查服务器，或从备份恢复。"),
)


def said(problem: BaseException) -> tuple[str, str] | None:
    """Give code and sentence for what the driver raised; ``None`` when it is a mistake of ours."""
    if not isinstance(problem, psycopg.Error):
        return None
    reason = _first_line(problem)
    if problem.sqlstate:
        found = next((one for one in _STATES if problem.sqlstate.startswith(one[0])), None)
        return (found[1], found[2].format(reason)) if found else None
    return _no_answer(problem, reason) if isinstance(problem, psycopg.OperationalError) else None


def _no_answer(problem: psycopg.OperationalError, reason: str) -> tuple[str, str]:
    """Tell what kept a connection from being made, or broke it: there the server's own code does not come through.

    Its sentence does, in the server's language; only what no word gives away is called unreachable.
    """
    if _says(reason, "database") and _says(reason, "does not exist", "不存在"):
        return "no-database", f"服务器上没有这个数据库（{reason}）。请管理员先建立数据库，或核对连接地址。"
    tried = problem.pgconn
    asked = tried is not None and (tried.used_password or tried.needs_password)
    if asked or _says(reason, "authentication", "认证", "password", "role", "pg_hba"):
        return "password", f"数据库服务器不接受用户名或密码（{reason}）。请核对密码文件，或向管理员核对。"
    if _says(reason, "too many clients", "太多"):
        return "busy", "数据库服务器的连接已满。请稍候重试，或请管理员增加允许的连接数。"
    if _says(reason, "closed", "terminat", "lost"):
        return "connection-lost", "与数据库服务器的连接中断。没有提示保存成功的操作，请重新打开、查看后再重做。"
    return "server-absent", f"连不上数据库服务器（{reason}）。请检查网络、服务器是否开机，以及连接地址。"


def _says(reason: str, *words: str) -> bool:
    return any(word in reason for word in words)


def _first_line(problem: BaseException) -> str:
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return lines[0] if lines else type(problem).__name__
