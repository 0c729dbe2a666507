"""E7: the eight heads on which each member of the panel gives an opinion (CX-18(2))."""

from __future__ import annotations

from typing import Final

HEADS: Final = (
    "执业许可证或备案证",
    "专业技术人员执业信息和医师第一注册地",
    "基础设施和仪器设备",
    "内部管理制度、财务制度和评审结果",
    "信息系统直接联网结算的条件",
    "是否存在不予受理情形",
    "信用报告",
    "其他内容",
)
"""In the order of the article; an opinion names one of them, or a point of the office's own, by its words."""
