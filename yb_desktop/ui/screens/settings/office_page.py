"""单位: the office's data, the three separate administrators with what each may do, and where the keys are."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yb_desktop.services.views.settings_people import Keeper, OfficeFacts, office_facts
from yb_desktop.ui.context import Context
from yb_desktop.ui.theme import space
from yb_desktop.ui.widgets.facts import facts
from yb_desktop.ui.widgets.side_by_side import SideBySide
from yb_desktop.ui.widgets.text import Card, button, label, row

_SEPARATE = "三员由不同的人担任，不兼任业务岗位，不能办理业务；业务岗位的“经办”和“审核”须是两个人。"
_KEYS = "签发数据包的密钥不在数据库和备份里，在“交换”的“密钥和信任”中查看指纹、登记和更换。"


class OfficePage(QWidget):
    """Who the office is on this PC."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.keys = button("去交换 → 密钥和信任", "link")
        self._layout = QVBoxLayout(self)
        space(self._layout)
        self._shown: QWidget | None = None
        self.keys.clicked.connect(lambda: context.navigator.go("exchange", "keys"))

    def load(self) -> None:
        """Fetch the office's data anew."""
        self._context.read(office_facts, self._take, owner=self)

    def _take(self, found: OfficeFacts) -> None:
        if self._shown is not None:
            self.keys.setParent(self)
            self._layout.removeWidget(self._shown)
            self._shown.deleteLater()
        office = Card("本单位")
        office.body.addLayout(facts(found.lines))
        office.body.addWidget(
            label("单位名称、代码和级别在新建数据时确定，写入每一条记录，不能更改。", "small", wrap=True)
        )
        office.body.addSpacing(6)
        office.body.addWidget(label("密钥", "group"))
        office.body.addWidget(label(_KEYS, wrap=True))
        office.body.addLayout(row(self.keys, None))
        office.body.addStretch(1)
        self._shown = SideBySide(office, _keepers_card(found.keepers), first_share=5)
        self._layout.addWidget(self._shown, 1)
        self.keys.show()


def _keepers_card(keepers: tuple[Keeper, ...]) -> Card:
    card = Card("三员分立")
    card.body.addWidget(label(_SEPARATE, "muted", wrap=True))
    for one in keepers:
        who = "、".join(one.names) or "尚未设置"
        card.body.addWidget(label(f"{one.role}：{who}", "group"))
        card.body.addWidget(label("可以办理：" + ("、".join(one.may) or "只能查看"), wrap=True))
    card.body.addStretch(1)
    return card
