"""Why a bundle, a key or a trust list from outside is refused: one code, one sentence that says what to do.

The codes are part of the written format (docs/bundle-format.md); other programs and tests rely on them.
"""

from __future__ import annotations

from yb_desktop.base.errors import Refused

SENTENCES = {
    "bundle-form": "数据包的格式不合规，可能在传送中损坏或被改动过，未读取任何内容。请让对方重新导出。",
    "bundle-cut": "数据包不完整，文件被截断了。请重新拷贝；仍不行时请让对方重新导出。",
    "bundle-tail": "数据包末尾多出了内容，可能被改动过。请让对方重新导出。",
    "bundle-signature": "数据包的签名不成立，内容可能被改动过。请不要使用，并联系对方核实后重新导出。",
    "bundle-signers": "数据包上的签名与清单所列的签名人不一致。请联系对方核实后重新导出。",
    "bundle-key-unknown": "签名所用的密钥不在信任名单上。请先更新信任名单；如仍不认识，请联系上级核实对方身份。",
    "bundle-key-revoked": "签名所用的密钥对这个序号无效（已停用或尚未启用）。请联系上级核实。",
    "bundle-scope": "对方的密钥无权签发这类数据包。请联系上级核实。",
    "bundle-sender": "数据包写明的发送方与签名密钥的主人不一致。请不要使用，并联系上级核实。",
    "bundle-wrong-receiver": "这个数据包不是发给本机构的。请交给写明的接收机构。",
    "bundle-hash": "数据包里的文件与清单不符，可能损坏或被改动过。请重新拷贝，或让对方重新导出。",
    "bundle-too-big": "数据包超过了允许的大小，已停止读取。请联系对方核实。",
    "bundle-blob": "数据包里附件的类型与内容不符（只收PDF、JPG、PNG等），未读取。请联系对方核实。",
    "bundle-records": "数据包里的记录不成链，可能缺失或被改动过。请让对方重新导出。",
    "bundle-newer": "数据包由更新版本的程序制作，本程序读不了。请先更新程序。",
    "bundle-crit": "数据包要求本程序不认识的功能。请先更新程序。",
    "armour-key": "这个数据包是加密的，本机构的密钥打不开。请确认是发给本机构的；换过密钥的，请让对方重新导出。",
    "armour-broken": "加密的数据包损坏或被改动过，未读取任何内容。请重新拷贝；仍不行时请让对方重新导出。",
    "sm-off": "本机的加密库不支持国密SM2算法，不能生成或使用SM2密钥。请改用Ed25519密钥，或换一台电脑。",
    "bundle-alg": "数据包使用了本程序不认识的签名算法。请先更新程序，或让对方改用Ed25519或SM2签名。",
    "bundle-parts": "数据包的分卷说明不合规，或各卷不是同一组的，没有入库。请让对方重新导出。",
    "bundle-kind": "这类数据包不能在这里接收。请在对应的功能里打开。",
    "bundle-exists": "同名的数据包已经存在，不会覆盖。请换一个文件夹。",
    "bundle-source": "附件在导出过程中被改动，导出已取消。请重试。",
    "reference-older": "这份参考数据比已采用的旧，没有采用。请使用最新的一份。",
    "bundle-gap": "前面还有数据包没有收到，这一个先放着。请向对方索要缺少的序号。",
    "bundle-fork": "同一序号收到了两份不同的数据包，可能是恢复了旧备份或复制了电脑。该通道已停用，请两人共同核实。",
    "key-weak": "这把公钥不安全（小阶点或不规范的编码），不能登记。请让对方重新生成密钥。",
    "key-file": "密钥文件损坏或不是本程序的密钥文件。请使用原来的密钥文件或重新登记。",
    "trust-form": "信任名单的内容不合规，未采用。请向上级重新索取。",
    "trust-threshold": "信任名单上根密钥的签名人数不够，未采用。请让足够的根密钥持有人签名。",
    "trust-fingerprint": "根指纹与盖章文件上的不一致，未采用。请核对输入；仍不一致时请联系上级。",
    "trust-older": "这份信任名单比现有的旧，未采用。",
    "trust-gap": "这份信任名单与现有的之间还缺版本，请先接收中间的版本。",
    "trust-fork": "这份信任名单与现有名单接不上（同一版本有两份），未采用。请立即联系上级核实。",
    "enrol-alg": "信任名单要求的签名算法，这台设备没有相应的密钥。请让该设备重新制作登记申请（含SM2密钥）。",
    "trust-behind": "对方用的信任名单比本机的新，可能有密钥已经停用。请先接收新的信任名单，再接收这个数据包。",
    "seal-missing": "须加密才能发出，而信任名单上没有接收方的加密密钥，没有导出。请让接收方重新登记后再导出。",
    "enrol-form": "登记申请的内容不合规。请让申请的机构重新制作。",
}


def refused(code: str, detail: str = "") -> Refused:
    """Make the refusal for ``code``; ``detail`` says, in brackets, what was found."""
    sentence = SENTENCES[code]
    return Refused(code, f"{sentence[:-1]}（{detail}）。" if detail else sentence)
