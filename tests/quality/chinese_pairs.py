"""Invented papers told twice, in Chinese as a note-taker would and in English as arXiv does: forty of four topics.

The two languages share what such texts share: acronyms and names of methods, in about every second pair.
"""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    topic: str
    chinese: str
    chinese_text: str
    english: str
    english_text: str


PAIRS = tuple(
    Pair(topic, *told)
    for topic, several in {
        "scenes": (
            (
                "基于 NeRF 的城市街景重建",
                "用神经辐射场从车载相机恢复大场景的几何与外观，并能渲染新视角。",
                "Rebuilding city streets with NeRF",
                "Radiance fields recover geometry and appearance of streets from car cameras and render novel views.",
            ),
            (
                "高斯泼溅的实时渲染压缩",
                "对 3D Gaussian Splatting 的点进行裁剪与量化，渲染速度更快。",
                "Small splats: compressing 3D Gaussian Splatting",
                "Points are pruned and quantized so that novel views render faster from less memory.",
            ),
            (
                "稀疏视角下的三维重建",
                "仅用三张照片，借助深度先验恢复完整的表面网格。",
                "Surfaces from three photographs",
                "Depth priors let sparse-view reconstruction recover a complete mesh of the scene.",
            ),
            (
                "动态场景的辐射场",
                "把时间作为输入，重建运动物体并支持自由视点回放。",
                "Radiance fields that move",
                "Time becomes an input; dynamic scenes with moving objects are replayed from free viewpoints.",
            ),
            (
                "无位姿的 NeRF 训练",
                "联合优化相机位姿与辐射场，不再依赖 COLMAP。",
                "Training NeRF without poses",
                "Camera poses and the radiance field are optimized together, without COLMAP.",
            ),
            (
                "反射表面的神经渲染",
                "分解材质与光照，处理镜面物体的新视角合成。",
                "Neural rendering of shiny surfaces",
                "Material and light are decomposed for view synthesis of specular objects.",
            ),
            (
                "室内 SLAM 的隐式地图",
                "用隐式表示在线建图，同时估计相机轨迹。",
                "Implicit maps for indoor SLAM",
                "An implicit representation is mapped online while the camera trajectory is estimated.",
            ),
            (
                "从单幅图像生成三维网格",
                "用多视角一致性约束恢复物体形状与纹理。",
                "A mesh from one image",
                "Multi-view consistency constrains shape and texture of the reconstructed object.",
            ),
            (
                "航拍影像的大规模三维重建",
                "分块训练并合并辐射场，覆盖整座城市。",
                "City scale reconstruction from aerial images",
                "Radiance fields are trained by blocks and merged until they cover a whole city.",
            ),
            (
                "可编辑的高斯场景",
                "按语义分组 Gaussian，支持物体的移动与删除。",
                "Gaussian scenes one can edit",
                "Splats are grouped by meaning so that objects of the reconstructed scene can be moved or removed.",
            ),
        ),
        "medicine": (
            (
                "CT 影像中的肺结节分割",
                "在少量标注下分割病灶，提升早期诊断的灵敏度。",
                "Segmenting lung nodules in CT",
                "Lesions are segmented from few annotations, which raises the sensitivity of early diagnosis.",
            ),
            (
                "MRI 脑肿瘤的多模态分割",
                "融合多个序列，缺失模态时仍能准确勾画肿瘤。",
                "Brain tumors in MRI with missing sequences",
                "Multimodal scans are fused to outline the tumor even where a modality is missing.",
            ),
            (
                "病理切片的弱监督分类",
                "仅有切片级标签，用多实例学习定位癌变区域。",
                "Weakly supervised pathology slides",
                "Multiple instance learning finds cancer regions in histopathology from slide labels only.",
            ),
            (
                "眼底图像的糖尿病视网膜病变筛查",
                "自动分级病变程度，在基层医院部署。",
                "Screening retinal images for diabetes",
                "Fundus photographs are graded by severity of retinopathy and the tool is deployed in clinics.",
            ),
            (
                "超声心动图的自动测量",
                "从 ultrasound 视频估计射血分数，并给出置信度。",
                "Automatic measures from cardiac ultrasound",
                "Ejection fraction is estimated from echo videos of patients, with a confidence.",
            ),
            (
                "胸部 X 光报告生成",
                "由影像生成放射科报告，减少医生负担。",
                "Writing chest radiograph reports",
                "Radiology reports are written from medical images to relieve clinicians.",
            ),
            (
                "手术视频的器械识别",
                "在内镜视频中分割器械并识别手术阶段。",
                "Instruments in surgical video",
                "Tools are segmented in endoscopy and the phase of surgery is recognized.",
            ),
            (
                "U-Net 的轻量化医学分割",
                "参数更少，器官分割的 Dice 不降。",
                "A lighter U-Net for organs",
                "Medical segmentation of organs with fewer parameters at the same Dice.",
            ),
            (
                "皮肤病变的公平诊断",
                "减小不同肤色之间诊断准确率的差距。",
                "Fair diagnosis of skin lesions",
                "Differences of diagnostic accuracy between skin tones of patients are reduced.",
            ),
            (
                "低剂量 CT 去噪",
                "在降低辐射剂量的同时保留组织细节。",
                "Denoising low dose CT",
                "Tissue details are kept for diagnosis while the radiation dose of scans falls.",
            ),
        ),
        "driving": (
            (
                "LiDAR 点云的三维目标检测",
                "在自动驾驶场景中检测车辆与行人，远距离更稳。",
                "Detecting objects in LiDAR point clouds",
                "Vehicles and pedestrians are detected for autonomous driving, also far away.",
            ),
            (
                "BEV 感知的时序融合",
                "融合多帧环视相机特征，提高速度估计。",
                "Fusing time in BEV perception",
                "Surround camera features of several frames are fused for vehicles and their speed.",
            ),
            (
                "车道线的矢量化建图",
                "由车载相机在线生成高精地图要素。",
                "Vector lanes for online maps",
                "Elements of road maps are drawn online from cameras of the vehicle.",
            ),
            (
                "行人轨迹预测",
                "建模路口的交互，为驾驶规划提供多种可能。",
                "Where pedestrians will walk",
                "Interactions at crossings are modelled and several trajectories given to the driving planner.",
            ),
            (
                "端到端自动驾驶的规划",
                "从传感器直接输出轨迹，闭环评测碰撞更少。",
                "End-to-end planning for driving",
                "Trajectories come straight from sensors, with fewer collisions of autonomous vehicles in closed loop.",
            ),
            (
                "雨雾天气下的感知",
                "毫米波雷达与相机融合，恶劣天气仍能检测车辆。",
                "Perception in rain and fog",
                "Radar and camera are fused so that vehicles are detected in adverse weather.",
            ),
            (
                "占用网络的道路场景理解",
                "预测 occupancy 以识别未知障碍物。",
                "Occupancy for road scenes",
                "Occupancy is predicted so that unknown obstacles of the road are seen by the vehicle.",
            ),
            (
                "车路协同感知",
                "路侧与车端共享特征，扩大感知范围。",
                "Vehicles and roadside see together",
                "Roadside units share features by V2X and widen the range of driving perception.",
            ),
            (
                "多目标跟踪的运动模型",
                "用 Kalman 滤波与外观特征跟踪车辆。",
                "Motion models to track traffic",
                "Kalman filters and appearance track vehicles through traffic.",
            ),
            (
                "驾驶员疲劳检测",
                "车内相机识别闭眼与分心。",
                "Tired drivers",
                "A camera in the vehicle notices closed eyes and distraction while driving.",
            ),
        ),
        "images": (
            (
                "扩散模型的快速采样",
                "把 diffusion 的采样步数减少到四步，质量不变。",
                "Diffusion in four steps",
                "Sampling of diffusion models for image generation needs four steps at the same quality.",
            ),
            (
                "文本到图像的可控生成",
                "用 ControlNet 式的条件控制布局与姿态。",
                "Control for text-to-image generation",
                "Conditions like those of ControlNet steer layout and pose of generated images.",
            ),
            (
                "个性化图像生成",
                "用 LoRA 从几张照片学习一个主体，再按提示生成。",
                "Personal image generation",
                "A subject is learnt with LoRA from a few photographs and generated by prompts.",
            ),
            (
                "指令驱动的图像编辑",
                "按文字指令修改局部，保持其余内容。",
                "Editing images by instruction",
                "Text instructions change a region while generative models keep the rest.",
            ),
            (
                "视频扩散模型的时序一致性",
                "减少生成视频的闪烁。",
                "Steady video diffusion",
                "Flicker of generated video is reduced by attention of the diffusion model over time.",
            ),
            (
                "生成图像的水印",
                "在隐空间嵌入水印，可抵抗裁剪与压缩。",
                "Marks in generated images",
                "Watermarks in the latent space of diffusion survive cropping and compression.",
            ),
            (
                "对抗生成网络的稳定训练",
                "正则化判别器，GAN 在小数据上不再崩溃。",
                "Stable GAN training",
                "The discriminator is regularized and generation from small data no longer collapses.",
            ),
            (
                "图像修复的生成先验",
                "用预训练的生成模型补全大面积缺失。",
                "Generative priors for inpainting",
                "Pretrained diffusion fills large holes of images.",
            ),
            (
                "文生图的组合理解",
                "改进提示词中多个物体与属性的绑定。",
                "Binding words in text-to-image",
                "Several objects and attributes of prompts are bound as they should in generated images.",
            ),
            (
                "DiT 的高效训练",
                "对 Transformer 扩散骨干做掩码训练，降低成本。",
                "Cheaper DiT training",
                "Masked training of transformer diffusion models lowers the cost of image generation.",
            ),
        ),
    }.items()
    for told in several
)
