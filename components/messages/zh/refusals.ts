import type { Messages } from "../en"

export const refusals: Messages["refusals"] = {
  reasons: {
    payer_balance: {
      title: "钱包里的 CKB 不够",
      text: (required, balance, stays, movable) =>
        `钱包里需要有 ${required} CKB，现有 ${balance}。CKB 钱包要留下 ${stays} CKB 来存放余额，你只有 ${movable} 可以动用。没有发送任何交易。`,
    },
    payer_cells: {
      title: "你的 CKB 分散在太多 Cell 里",
      text: (cells, most) =>
        `它们分布在 ${cells} 个 Cell 里，一笔付款最多只能动用其中的 ${most} CKB。请先在钱包里把全部 CKB 转给自己的地址，再来付款。没有发送任何交易。`,
    },
    owed: {
      title: "现在不能提现这么多",
      text: (available) => `现在可提现 ${available} CKB。正在确认或正在打款的部分要等完成之后。没有发送任何交易。`,
    },
    below_network_fee: {
      title: "金额太小，无法提现",
      text: (amount) => `${amount} CKB 不够支付网络手续费。余额保持原样。`,
    },
    least_withdrawal: {
      title: "金额太小，无法提现",
      text: (least) => `请至少提现 ${least} CKB，或一次提现全部。余额保持原样。`,
    },
    least_arrival: {
      title: "金额太小，这个地址无法接收",
      text: (least, arrives) => `它每次至少接收 ${least} CKB，而这次只会到账 ${arrives}。余额保持原样。`,
    },
    no_cell: {
      title: "这个地址暂时收不了这么少的金额",
      text: (threshold) =>
        `满 ${threshold} CKB，或地址里已有 CKB 时，才能提现。余额保持原样，满 ${threshold} CKB 时会自动打款。`,
    },
    pool_lacks: {
      title: "池中的 CKB 不够",
      text: (shortfall, cells, address) =>
        `还缺 ${shortfall} CKB，才能再增加 ${cells} 个 Cell。请转入 ${address}，等它进入区块后再次预览。没有发送任何交易。`,
    },
    fees_lack: {
      title: "可提取的手续费没有这么多",
      text: (most) => `现在最多可提取 ${most} CKB。没有发送任何交易。`,
    },
    withdrawal_over: { title: "签名时间已过", text: "没有发送任何交易，余额是安全的。请重新提现。" },
    paid_otherwise: { title: "这笔余额已经在打款中", text: "刚才没有发送任何交易。请查看余额后重新提现。" },
    withdrawal_cell_taken: { title: "请重新提现", text: "另一笔交易抢先了一步。没有发送任何交易，余额是安全的。" },
    not_confirmed: { title: "这笔款尚未最终确认", text: "确认之后才能退款。没有退还任何金额。" },
    all_refunded: { title: "已经全部退款", text: "这次没有退还任何金额。" },
    plan_changed: { title: "预览之后，池已经变化", text: "没有发送任何交易。请查看新的预览，然后确认。" },
    few_free_cells: {
      title: "空闲的 Cell 不够",
      text: (cells) => `现在空闲的 Cell：${cells}。请减少合并数量，或等付款完成。没有发送任何交易。`,
    },
    few_enough_cells: { title: "这些 Cell 不能再合并", text: "再合并就会大到无法借出。没有发送任何交易。" },
    cells_too_small: { title: "这些 Cell 太小，无法合并", text: "它们不够支付网络手续费。没有发送任何交易。" },
    sign_in_over: { title: "这次登录已过期", text: "一切保持原样。请重新登录。" },
    most_at_once: {
      title: "平台一次付不出这么多",
      text: (most) => `现在最多 ${most} CKB。没有发送任何交易，余额是安全的。请减少金额，或过几秒再试。`,
    },
    pool_busy: { title: "池中的 Cell 都在使用中", text: "没有发送任何交易。请稍后再试。" },
    prepared_too_often: {
      title: "准备的次数太多了",
      text: "没有发送任何交易。请稍微改动金额，或等几分钟。",
    },
  },
  paused: {
    prepare: { title: "收款已暂停", text: "没有发送任何交易。恢复后，这个页面会自动继续。" },
    settlement: { title: "打款已暂停", text: "没有发送任何交易，余额是安全的。恢复打款后就能提现。" },
  },
  limited: {
    text: (seconds) => `没有发送任何交易。请在 ${seconds} 秒后重试。`,
    over: "没有发送任何交易。现在可以重试了。",
  },
  invalid: "填写的内容无法接受",
  fields: {
    no_address: "这不是 CKB 地址，或有输入错误。请重新复制。",
    other_network: "这个地址属于其他网络。",
    platform_address: "这是平台自己的地址，既不能付款，也不能收款。",
    unknown_lock: "本平台不认识这个地址的锁，转给它的钱可能没有人能动用。",
    cannot_pay: "不支持从这类地址付款。请使用 CKB 钱包的普通地址、以太坊或比特币钱包的 Omnilock 地址，或 JoyID。",
    cannot_withdraw: "不支持提现到这类地址。余额足够时会自动打款。",
    twice: "同一项出现了两次。",
    too_much: "各份加起来超过了总额。",
    too_small: (least) => `这个地址至少需要 ${least} CKB。`,
    in_the_past: "这个时间已经过去。",
    no_https_address: "请填写完整的网址，要以安全协议开头。",
    weak_password: "请使用更长、不常见的密码。",
    wrong_code: "这不是应用此刻显示的验证码。",
    not_searchable: "请搜索编号、交易哈希或本网络的地址。",
  },
  waiting: {
    goesOn: "没有发送任何交易。我们会自动重试，你无需操作。",
    limited: (seconds) => `没有发送任何交易。${seconds} 秒后自动重试。`,
    earlier: "它完成后，这一笔会自动继续，你无需操作。",
    offline: "没有发送任何交易。恢复联网后会自动继续。",
  },
  offline: {
    title: "你已离线",
    text: "没有发送任何交易，资金未动。请在恢复联网后重试。",
    signing: "现在可以签名。请保持页面打开，恢复联网后付款会立即发送。",
    sending: "签名已保存在这个浏览器里，恢复联网后会立即发送。请不要再次付款。",
  },
  tiny: "网络手续费超过了金额的十分之一。",
}
